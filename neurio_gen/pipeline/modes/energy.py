"""Mode `energy`: a board that a power monitor watches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from neurio_gen.benchmarks import Benchmark
from neurio_gen.build import BuiltImage
from neurio_gen.devices import interface_board
from neurio_gen.devices.identity import check_identity
from neurio_gen.devices.interface_board import InterfaceBoard
from neurio_gen.devices.link import Link
from neurio_gen.devices.power import PowerMonitor, make_monitor
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.errors import UsageError
from neurio_gen.harness.energy import EnergyReport, measure_energy
from neurio_gen.harness.energy_plot import plot_trace
from neurio_gen.harness.performance import INPUTS
from neurio_gen.pipeline.bench import Place
from neurio_gen.pipeline.mode import Finding, Firmware, Flash, Mode, Steps
from neurio_gen.pipeline.modes.data import FROM_DATASET, RANDOM, given_samples, read_inputs
from neurio_gen.pipeline.modes.exactness import exactness, mismatch_error
from neurio_gen.pipeline.oracles import Measurable
from neurio_gen.pipeline.request import FlashWish, Request
from neurio_gen.progress import Progress
from neurio_gen.protocol import wire
from neurio_gen.protocol.session import Session
from neurio_gen.results import EnergyRecord, EnergyWindowRecord, Result


@dataclass(frozen=True, eq=False)
class WatchedPlace(Place):
    """A board, and the power monitor that supplies it or measures its supply."""

    monitor: PowerMonitor


@dataclass(frozen=True)
class EnergyMode(Mode[WatchedPlace]):
    """Five windows of at least ten seconds, their energy measured by `power_monitor`.

    `power_monitor` is what `make_monitor` takes. `interface` is the port of the interface board
    that passes commands on; without one the board's own port is used, at the rate of energy mode.
    The inputs are the first of the accuracy data set in `dataset`, or random ones.
    """

    name: ClassVar[str] = "energy"

    power_monitor: str | None = None
    interface: str | None = None
    volts: float | None = None
    dataset: Path | None = None
    _loaded: dict[str, tuple[bytes, ...] | None] = field(
        default_factory=dict, init=False, repr=False
    )

    def check(self, request: Request) -> None:
        """Energy takes a board of silicon and a monitor."""
        if request.board.device != "serial":
            raise UsageError(
                f"Energy needs real hardware; {request.board.id} is emulated here.",
                hint=_real_board(request.board.device),
            )
        self._monitor(None)
        for benchmark in request.benchmarks:
            self._loaded[benchmark.id] = read_inputs(request, benchmark, self.dataset, INPUTS)

    def firmware(self, request: Request) -> Firmware:
        """It marks time by edges on the sync pin."""
        return Firmware("energy")

    def flash_wish(self, wish: FlashWish) -> FlashWish:
        """The monitor's port and the interface board's lead to no board."""
        monitor = (self.power_monitor or "").partition(":")[2]
        taken = tuple(port for port in (self.interface, monitor) if port)
        return replace(wish, taken=(*wish.taken, *taken), own_port=self.interface is None)

    def covers(self, result: Result, benchmark: Benchmark) -> bool:
        """Whether it was measured at the same voltage, on inputs of the same origin."""
        origin = RANDOM if self._loaded.get(benchmark.id) is None else FROM_DATASET
        same = result.energy is not None and self.volts in (None, result.energy.volts)
        return same and (result.inputs or RANDOM) == origin

    def steps(self, benchmark: Benchmark) -> int:
        """One a window."""
        return INPUTS

    @contextmanager
    def open(
        self, request: Request, image: BuiltImage, flash: Flash, progress: Progress
    ) -> Iterator[WatchedPlace]:
        """The board, supplied before it is flashed, through the interface board if there is one."""
        with self._monitor(request.log_dir / "power-monitor.log") as monitor:
            monitor.power_on()
            flash(image)
            baud = request.baud or wire.ENERGY_BAUD
            port, rate = (
                (request.port, baud)
                if self.interface is None
                else (self.interface, interface_board.BAUD)
            )
            log = request.log_dir / f"{image.name}.uart.log"
            with SerialDevice(request.board, port, rate, log) as device:
                session = self._session(device.link, baud)
                session.connect()
                check_identity(request.board, session.name(), progress.note)
                yield WatchedPlace(device, session, monitor)

    def measure(
        self, request: Request, item: Measurable, place: WatchedPlace, steps: Steps
    ) -> Finding:
        """The energy of an inference, window by window."""
        oracle = item.oracle(request, INPUTS)
        given = given_samples(self._loaded.get(item.benchmark.id), item, oracle)
        found = measure_energy(
            place.session,
            item.image_model,
            oracle,
            place.monitor,
            seed=request.seed,
            given=given,
            tolerance=item.tolerance,
            progress=steps,
        )
        record = _record(found, place.monitor, _plots(request, item.benchmark, found, steps))
        equal = found.mismatch is None if found.compared else None
        return Finding(
            {
                "samples": len(found.windows),
                "inputs": RANDOM if given is None else FROM_DATASET,
                "energy": record,
                **exactness(item, equal, found.largest_difference),
            },
            mismatch_error(item.benchmark, found.mismatch),
        )

    def _monitor(self, log: Path | None) -> PowerMonitor:
        if self.power_monitor is None:
            raise UsageError(
                "Energy takes a power monitor.",
                hint="Name it: --power-monitor lpm01a:/dev/ttyACM1, or joulescope.",
            )
        return make_monitor(self.power_monitor, self.volts, log)

    def _session(self, link: Link, baud: int) -> Session:
        if self.interface is None:
            return Session(link)
        board = InterfaceBoard(link)
        board.connect(baud)
        return Session(board, data_bytes=interface_board.DATA_BYTES)


def _record(found: EnergyReport, monitor: PowerMonitor, plots: tuple[str, ...]) -> EnergyRecord:
    return EnergyRecord(
        microjoules=found.microjoules,
        windows=tuple(
            EnergyWindowRecord(
                iterations=window.iterations,
                seconds=window.trace.window_seconds,
                microjoules=window.microjoules,
            )
            for window in found.windows
        ),
        monitor=monitor.name,
        volts=monitor.volts,
        plots=plots,
    )


def _plots(
    request: Request, benchmark: Benchmark, found: EnergyReport, steps: Steps
) -> tuple[str, ...]:
    """A picture a window, by their paths below the output folder; none without matplotlib."""
    paths = []
    for number, window in enumerate(found.windows, start=1):
        folder = request.workspace.plots(request.board.id)
        path = folder / f"{benchmark.name}-window-{number}.png"
        title = f"{benchmark.id} on {request.board.name}, window {number}"
        try:
            plot_trace(window.trace, title, path)
        except UsageError as error:
            steps.note(f"No plots: {error.message} {error.hint}")
            break
        paths.append(path.relative_to(request.output).as_posix())
    return tuple(paths)


def _real_board(device: str) -> str:
    if device == "emulated":
        return "Leave out --emulate, and connect the board."
    return "Choose a board on a port, such as --board nucleo_l4r5zi."
