"""Power monitors against devices that behave as their manuals say, and as they should not."""

from __future__ import annotations

import inspect
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from neurio_gen.devices.power import Trace, make_monitor
from neurio_gen.devices.power.joulescope import SAMPLING_HZ, Collector
from neurio_gen.devices.power.lpm01a import Lpm01a
from neurio_gen.devices.power.powershield import Acquisition
from neurio_gen.errors import DeviceError, DeviceTimeoutError, ProtocolError, UsageError
from tests.devices.fake_bench import Bench, FakeLpm01a, on_terminal


def test_the_window_is_between_the_last_two_edges_and_cuts_intervals() -> None:
    trace = Trace(1000, np.full(100, 1e-6), (3, 10.5, 60.25))

    assert trace.window() == (10.5, 60.25)
    assert trace.window_seconds == pytest.approx(0.04975)
    assert trace.window_joules == pytest.approx(49.75e-6)


@pytest.mark.parametrize("edges", [(), (5.0,)])
def test_a_trace_without_two_edges_tells_of_the_wire(edges: tuple[float, ...]) -> None:
    with pytest.raises(DeviceError, match=f"saw {len(edges)} edges") as caught:
        Trace(1000, np.zeros(10), edges).window()

    assert "sync pin" in str(caught.value.hint)


@pytest.mark.parametrize("own_line", [False, True])
def test_an_lpm01a_supplies_the_board_and_records_it(own_line: bool) -> None:
    bench = Bench()
    device = FakeLpm01a(bench, own_line=own_line)
    with on_terminal(device.feed) as port, make_monitor(f"lpm01a:{port}", 3.0) as monitor:
        monitor.power_on()
        monitor.start()
        bench.edge()
        bench.passed(2.5, 0.080)
        bench.edge()
        trace = monitor.stop()

    assert trace.window_seconds == pytest.approx(2.5)
    assert trace.window_joules == pytest.approx(0.2, rel=1e-6)
    assert (monitor.name, monitor.volts) == ("LPM01A 1.0.7", 3.0)
    assert device.commands[0] == "htc"
    assert {"volt 3000m", "output energy", "format ascii_dec", "freq 1k"} <= set(device.commands)
    assert device.commands[-2:] == ["pwr off", "hrc"]


def test_a_trace_can_be_recorded_again() -> None:
    bench = Bench()
    with on_terminal(FakeLpm01a(bench).feed) as port, Lpm01a(port) as monitor:
        monitor.power_on()
        for seconds in (0.5, 1.25):
            monitor.start()
            bench.edge()
            bench.passed(seconds, 0.02)
            bench.edge()
            assert monitor.stop().window_seconds == pytest.approx(seconds)


def test_a_lost_sample_is_no_saving_of_energy() -> None:
    bench = Bench()
    device = FakeLpm01a(bench, drop_sample=700)
    with on_terminal(device.feed) as port, Lpm01a(port) as monitor:
        monitor.power_on()
        monitor.start()
        bench.passed(2.0, 0.02)

        with pytest.raises(ProtocolError, match="999 samples by 1000 ms instead of 1000"):
            monitor.stop()


def test_a_refused_setting_is_told_in_the_monitors_words() -> None:
    device = FakeLpm01a(Bench(), refuse="volt 3300m")
    with (
        on_terminal(device.feed) as port,
        pytest.raises(ProtocolError, match=r"refuses 'volt 3300m': .*out of range"),
        Lpm01a(port),
    ):
        pass

    assert device.commands[-1] == "hrc"


def test_a_monitor_that_falls_silent_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neurio_gen.devices.power.lpm01a._SECONDS", 0.3)
    device = FakeLpm01a(Bench(), deaf_to="version")
    with (
        on_terminal(device.feed) as port,
        pytest.raises(DeviceTimeoutError, match=r"Waited 0.3 s for .*'version'"),
        Lpm01a(port),
    ):
        pass


def test_a_port_that_is_not_there_is_told() -> None:
    with (
        pytest.raises(DeviceError, match="There is no port /dev/ttyNowhere7"),
        Lpm01a("/dev/ttyNowhere7"),
    ):
        pass


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("6409-0", "damaged value"),
        ("64x9-07", "damaged value"),
        ("TimeStamp: 00", "damaged time stamp"),
        ("TimeStamp: 001s 000ms, buff 97%", "buffer ran full"),
        ("overcurrent", "range was exceeded"),
    ],
)
def test_damaged_lines_are_never_numbers(line: str, told: str) -> None:
    acquisition = Acquisition(1000)
    assert acquisition.take(line)

    with pytest.raises(ProtocolError, match=told):
        acquisition.trace()


def test_values_are_read_as_the_manual_writes_them() -> None:
    acquisition = Acquisition(1000)
    for line in ("TimeStamp: 000s 000ms, buff 00%", "6409-07", "1000-06 2000-06", "event 0 ris"):
        assert acquisition.take(line)
    assert not acquisition.take("ack start")

    trace = acquisition.trace()
    assert trace.joules.tolist() == pytest.approx([640.9e-6, 1e-3, 2e-3])
    assert trace.edges == (3.0,)


@pytest.mark.parametrize("spec", ["lpm01a", "ammeter:/dev/ttyS0", ""])
def test_a_monitor_that_is_not_known_is_a_usage_error(spec: str) -> None:
    with pytest.raises(UsageError, match="No power monitor"):
        make_monitor(spec)


def test_voltages_beyond_the_monitors_range_are_refused() -> None:
    with pytest.raises(UsageError, match=r"supplies 1\.8 to 3\.3 V, not 5"):
        make_monitor("lpm01a:/dev/ttyACM0", 5.0)
    with pytest.raises(UsageError, match="does not set"):
        make_monitor("joulescope", 3.3)


class FakeStreamBuffer:
    """The part of the package's StreamBuffer that a stream's process sees."""

    def __init__(self) -> None:
        self.power = np.zeros(0, np.float32)
        self.levels = np.zeros(0, np.uint8)
        self.first = 0

    @property
    def sample_id_range(self) -> tuple[int, int]:
        return self.first, len(self.power)

    def samples_get(self, start: int, stop: int, fields: Any = None) -> dict[str, Any]:
        assert fields == ["power", "current_lsb"]
        return {
            "signals": {
                "power": {"value": self.power[start:stop], "units": "W"},
                "current_lsb": {"value": self.levels[start:stop], "units": ""},
            }
        }


class FakeJoulescope:
    """A device of the package `joulescope`: 0.05 W, the sync pin low for one sample twice."""

    EDGES = (30_000, 80_500)
    SAMPLES = 100_000

    def __init__(self) -> None:
        self.parameters: dict[str, Any] = {}
        self.processes: list[Any] = []
        self.stream_buffer = FakeStreamBuffer()
        self.is_open = False
        self.lose = 0

    def __str__(self) -> str:
        return "JS220-000123"

    def open(self, event_callback_fn: Any = None, mode: Any = None, timeout: Any = None) -> None:
        self.is_open = True

    def close(self, timeout: Any = None) -> None:
        self.is_open = False

    def parameter_set(self, name: str, value: Any) -> None:
        self.parameters[name] = value

    def stream_process_register(self, obj: Any) -> None:
        self.processes.append(obj)

    def stream_process_unregister(self, obj: Any) -> None:
        self.processes.remove(obj)

    def start(
        self, stop_fn: Any = None, duration: Any = None, contiguous_duration: Any = None
    ) -> None:
        thread = threading.Thread(target=self._stream)
        thread.start()
        thread.join()

    def stop(self) -> bool:
        return True

    def _stream(self) -> None:
        buffer = self.stream_buffer
        levels = np.ones(self.SAMPLES, np.uint8)
        levels[list(self.EDGES)] = 0
        for end in (777, 40_000, 80_500, self.SAMPLES):  # an edge is the first of its piece
            buffer.power = np.full(end, 0.05, np.float32)
            buffer.levels = levels[:end]
            for process in self.processes:
                assert process.stream_notify(buffer) is False
            buffer.first = end + (self.lose if end == 40_000 else 0)


@pytest.fixture
def joulescope(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeJoulescope]:
    device = FakeJoulescope()
    package = SimpleNamespace(scan_require_one=lambda name=None, config=None: device)
    monkeypatch.setitem(sys.modules, "joulescope", package)
    yield device


def test_a_joulescope_finds_edges_to_the_sample(joulescope: FakeJoulescope) -> None:
    with make_monitor("joulescope") as monitor:
        monitor.power_on()
        monitor.start()
        trace = monitor.stop()
        assert (monitor.name, monitor.volts) == ("JS220-000123", None)

    assert [edge * 1000 for edge in trace.edges] == list(FakeJoulescope.EDGES)
    assert trace.window_seconds == pytest.approx(0.0505)
    assert trace.window_joules == pytest.approx(0.05 * 0.0505, rel=1e-6)
    assert joulescope.parameters["sampling_frequency"] == SAMPLING_HZ
    assert not joulescope.is_open
    assert not joulescope.processes


def test_samples_that_a_joulescope_loses_are_told(joulescope: FakeJoulescope) -> None:
    joulescope.lose = 500
    with make_monitor("joulescope") as monitor:
        monitor.start()
        with pytest.raises(ProtocolError, match="lost 500 samples"):
            monitor.stop()


def test_gaps_in_the_power_are_lost_samples() -> None:
    buffer, collector = FakeStreamBuffer(), Collector(SAMPLING_HZ)
    buffer.power = np.array([0.1, np.nan, 0.1], np.float32)
    buffer.levels = np.ones(3, np.uint8)
    collector.stream_notify(buffer)

    with pytest.raises(ProtocolError, match="lost 1 samples"):
        collector.trace()


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "joulescope", None)

    with pytest.raises(UsageError, match="not installed") as caught, make_monitor("joulescope"):
        pass

    assert caught.value.hint == "pip install neurio-gen[energy]"


def test_no_instrument_is_a_device_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def scan(name: str | None = None, config: str | None = None) -> None:
        raise RuntimeError("no devices found")

    monkeypatch.setitem(sys.modules, "joulescope", SimpleNamespace(scan_require_one=scan))

    with pytest.raises(DeviceError, match="no devices found"), make_monitor("joulescope"):
        pass


def test_the_fake_has_the_packages_own_signatures() -> None:
    device = pytest.importorskip("joulescope.v1.device", reason="joulescope is not installed")
    for name in ("open", "close", "start", "stop", "parameter_set", "stream_process_register"):
        real = inspect.signature(getattr(device.Device, name)).parameters
        fake = inspect.signature(getattr(FakeJoulescope, name)).parameters
        assert list(real) == list(fake), name
