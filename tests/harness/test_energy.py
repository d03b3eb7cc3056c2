"""Energy of an inference on a bench that is all fake, up to the command line's pipeline."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from neurio_gen.devices import interface_board
from neurio_gen.devices.interface_board import InterfaceBoard
from neurio_gen.devices.links import SerialLink
from neurio_gen.devices.power import Trace
from neurio_gen.devices.power.lpm01a import Lpm01a
from neurio_gen.errors import DeviceError
from neurio_gen.harness.energy import EnergyReport, measure_energy
from neurio_gen.harness.energy_plot import plot_trace
from neurio_gen.protocol.session import Session
from tests.devices.fake_bench import (
    Bench,
    FakeBoard,
    FakeInterfaceBoard,
    FakeLpm01a,
    on_terminal,
)
from tests.harness.fakes import FakeWorkload, Inverter
from tests.protocol.fake_firmware import FakeFirmware


def measured(board: FakeBoard, monitor: FakeLpm01a, seconds: float = 10.0) -> EnergyReport:
    passing = FakeInterfaceBoard(board.feed)
    with (
        on_terminal(passing.feed) as interface_port,
        on_terminal(monitor.feed) as monitor_port,
        Lpm01a(monitor_port) as power,
    ):
        link = SerialLink(interface_port, interface_board.BAUD)
        try:
            power.power_on()
            through = InterfaceBoard(link)
            through.connect()
            session = Session(through, data_bytes=interface_board.DATA_BYTES)
            session.connect()
            return measure_energy(session, FakeWorkload(), Inverter(), power, seconds=seconds)
        finally:
            link.close()


@pytest.mark.parametrize("seconds", [0.000_05, 0.002, 4.0])
def test_windows_last_ten_seconds_and_give_the_boards_energy(seconds: float) -> None:
    bench = Bench(watts_busy=0.080)

    found = measured(FakeBoard(bench, seconds), FakeLpm01a(bench))

    assert len(found.windows) == 5
    assert all(window.trace.window_seconds >= 10 for window in found.windows)
    assert found.microjoules == pytest.approx(0.080 * seconds * 1e6, rel=2e-3)
    assert found.compared
    assert found.mismatch is None


def test_a_wrong_answer_ends_the_measurement() -> None:
    bench = Bench()
    firmware = FakeFirmware(energy=True, outputs_of=bytes)

    found = measured(FakeBoard(bench, firmware=firmware), FakeLpm01a(bench), seconds=0.1)

    assert len(found.windows) == 1
    assert found.mismatch is not None


def test_a_sync_pin_that_is_not_wired_is_told() -> None:
    bench = Bench()

    with pytest.raises(DeviceError, match="saw 0 edges"):
        measured(FakeBoard(bench, pulses=0), FakeLpm01a(bench), seconds=0.1)


def test_pulses_before_the_window_do_not_count() -> None:
    bench = Bench(watts_busy=0.050)

    found = measured(FakeBoard(bench, pulses=4), FakeLpm01a(bench), seconds=0.5)

    assert found.microjoules == pytest.approx(0.050 * 0.002 * 1e6, rel=0.02)


def test_the_plot_shows_the_trace(tmp_path: Path) -> None:
    trace = Trace(1000, np.full(12_345, 20e-6), (1000.0, 11_000.0))

    path = plot_trace(trace, "kws01 on a board", tmp_path / "plots" / "window.svg")

    drawing = path.read_text()
    assert "<svg" in drawing
    assert "timed window" in drawing
    assert "milliwatts" in drawing
