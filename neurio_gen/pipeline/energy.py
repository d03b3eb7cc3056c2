"""Mode `energy`: a board that a power monitor watches."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import ClassVar

from neurio_gen.benchmarks import Benchmark
from neurio_gen.build import BuiltImage
from neurio_gen.build import Mode as BuildMode
from neurio_gen.devices import interface_board
from neurio_gen.devices.identity import check_identity
from neurio_gen.devices.interface_board import InterfaceBoard
from neurio_gen.devices.power import PowerMonitor, make_monitor
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.errors import MismatchError, NeurioGenError, UsageError
from neurio_gen.harness.energy import EnergyReport, measure_energy
from neurio_gen.harness.energy_plot import plot_trace
from neurio_gen.harness.performance import INPUTS
from neurio_gen.pipeline.construct import Construction
from neurio_gen.pipeline.measure import Steps
from neurio_gen.pipeline.modes import Flash, MeasuringMode, Outcome, Outcomes
from neurio_gen.pipeline.oracles import oracle_of
from neurio_gen.pipeline.outcome import NOTHING_RUN, facts_of, status_of
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.protocol import wire
from neurio_gen.protocol.session import Session
from neurio_gen.results import EnergyRecord, EnergyWindowRecord, Result
from neurio_gen.results.words import Mode

_NO_OUTPUTS = "the firmware cannot show its output tensors"


@dataclass(frozen=True)
class EnergyMode(MeasuringMode):
    """Five windows of at least ten seconds, their energy measured by `power_monitor`.

    `power_monitor` is what `make_monitor` takes. `interface` is the port of the interface board
    that passes commands on; without one the board's own port is used, at the rate of energy mode.
    """

    name: ClassVar[Mode] = "energy"
    build_mode: ClassVar[BuildMode] = "energy"

    power_monitor: str | None = None
    interface: str | None = None
    volts: float | None = None

    def check(self, request: Request) -> None:
        """Energy takes a board of silicon and a monitor."""
        if request.board.device != "serial":
            raise UsageError(
                f"{request.board.id} is not made of silicon: it has no energy to measure.",
                hint="Choose a board on a port, such as --board nucleo_l4r5zi.",
            )
        if self.power_monitor is None:
            raise UsageError(
                "Energy takes a power monitor.",
                hint="Name it: --power-monitor lpm01a:/dev/ttyACM1, or joulescope.",
            )
        make_monitor(self.power_monitor, self.volts)

    def steps(self, benchmark: Benchmark) -> int:
        """One a window."""
        return INPUTS

    def measure(
        self,
        request: Request,
        constructions: Sequence[Construction],
        flash: Flash | None,
        report: Report,
    ) -> Outcomes:
        """Results of mode `energy`."""
        assert self.power_monitor is not None
        log = request.log_dir / "power-monitor.log"
        flashed: BuiltImage | None = None
        with make_monitor(self.power_monitor, self.volts, log) as monitor:
            monitor.power_on()
            for item in constructions:
                steps = Steps(report, self.steps(item.subject.benchmark))
                try:
                    if item.image is not None and flash is not None and item.image != flashed:
                        flash(item.image)
                        flashed = item.image
                    yield self._one(request, item, monitor, report, steps)
                except NeurioGenError as error:
                    yield _failed(request, item, error)
                steps.finish()

    def _one(
        self,
        request: Request,
        item: Construction,
        monitor: PowerMonitor,
        report: Report,
        steps: Steps,
    ) -> Outcome:
        if item.image is None:
            assert item.error is not None
            return _failed(request, item, item.error)
        benchmark = item.subject.benchmark
        report.stage("energy", benchmark.name)
        with ExitStack() as stack:
            found = measure_energy(
                self._session(request, item.image, stack, report),
                item.subject.image_model,
                oracle_of(request, item, INPUTS),
                monitor,
                seed=request.seed,
                tolerance=benchmark.tolerance,
                progress=steps,
            )
        error = None
        if found.mismatch is not None:
            error = MismatchError(f"{benchmark.id} differs from the oracle: {found.mismatch}.")
        result = Result(
            **facts_of(request, item, "energy"),
            **status_of(error),
            time_base="silicon",
            samples=len(found.windows),
            bit_exact=found.mismatch is None if found.compared else None,
            bit_exact_reason=None if found.compared else _NO_OUTPUTS,
            energy=_record(found, monitor, _plots(request, benchmark, found, report)),
        )
        return result, error

    def _session(
        self, request: Request, image: BuiltImage, stack: ExitStack, report: Report
    ) -> Session:
        """A session with the board, through the interface board where there is one."""
        through = self.interface is not None
        port = self.interface or request.port
        baud = interface_board.BAUD if through else request.baud or wire.ENERGY_BAUD
        log = request.log_dir / f"{image.name}.uart.log"
        link = stack.enter_context(SerialDevice(request.board, port, baud, log)).link
        if not through:
            session = Session(link)
        else:
            board = InterfaceBoard(link)
            board.connect(request.baud or wire.ENERGY_BAUD)
            session = Session(board, data_bytes=interface_board.DATA_BYTES)
        session.connect()
        check_identity(request.board, session.name(), report.note)
        return session


def _failed(request: Request, item: Construction, error: NeurioGenError) -> Outcome:
    facts = facts_of(request, item, "energy")
    return Result(**facts, **status_of(error), bit_exact_reason=NOTHING_RUN), error


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
    request: Request, benchmark: Benchmark, found: EnergyReport, report: Report
) -> tuple[str, ...]:
    """A picture a window, by their paths below the output folder; none without matplotlib."""
    paths = []
    for number, window in enumerate(found.windows, start=1):
        name = f"plots/{request.board.id}/{benchmark.name}-window-{number}.png"
        title = f"{benchmark.id} on {request.board.name}, window {number}"
        try:
            plot_trace(window.trace, title, request.output / name)
        except UsageError as error:
            report.note(f"No plots: {error.message} {error.hint}")
            break
        paths.append(name)
    return tuple(paths)
