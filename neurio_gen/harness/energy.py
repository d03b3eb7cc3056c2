"""Energy of an inference: timed windows in a power monitor's trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from neurio_gen.compiler.tolerance import EXACT, Tolerance
from neurio_gen.devices.power import PowerMonitor, Trace
from neurio_gen.errors import ProtocolError
from neurio_gen.harness.comparison import Differences, Mismatch
from neurio_gen.harness.inference import RunningModel
from neurio_gen.harness.performance import INPUTS
from neurio_gen.harness.samples import Sample, samples
from neurio_gen.harness.windows import take_windows
from neurio_gen.harness.workload import Reference, Workload
from neurio_gen.progress import SILENT, Progress
from neurio_gen.protocol.session import Session

WINDOW_SECONDS = 10.0
"""The rules: a window lasts at least this long."""

_WARMUPS = 10
_HEADROOM = 1.02
_LARGEST_STEP = 1000
_MOST_ITERATIONS = 2**32 - 1
_HOST_SECONDS = 3600.0


@dataclass(frozen=True, eq=False)
class EnergyWindow:
    """`iterations` inferences, and the trace that they lie in."""

    iterations: int
    trace: Trace

    @property
    def microjoules(self) -> float:
        """Energy of the timed part."""
        return 1e6 * self.trace.window_joules


@dataclass(frozen=True, eq=False)
class EnergyReport:
    """The windows of a model, and whether the outputs behind them were right.

    `compared` is false where the firmware cannot show its output bytes. `largest_difference` is as
    `harness.performance.Timing` has it.
    """

    windows: tuple[EnergyWindow, ...]
    compared: bool
    mismatch: Mismatch | None
    largest_difference: float = 0.0

    @property
    def microjoules(self) -> float:
        """Median energy of an inference."""
        return median(window.microjoules / window.iterations for window in self.windows)


def measure_energy(
    session: Session,
    model: Workload,
    oracle: Reference,
    monitor: PowerMonitor,
    *,
    seed: int = 0,
    tolerance: Tolerance = EXACT,
    inputs: int = INPUTS,
    given: Sequence[Sample] | None = None,
    seconds: float = WINDOW_SECONDS,
    progress: Progress = SILENT,
) -> EnergyReport:
    """Records `inputs` windows of at least `seconds`, each on an input of its own.

    The inputs are those that are `given`, or random ones of `seed`.

    The firmware must be built for energy mode: it marks the timed part on its sync pin. How many
    iterations fill a window is found once, from the trace. Ends at the first mismatch. Raises what
    session and monitor raise.
    """
    session.select(model.id)
    running = RunningModel(session, model, oracle, Differences(tolerance))
    chosen = given or list(samples(oracle.inputs, inputs, seed))

    def take(iterations: int) -> EnergyWindow:
        return _long_window(session, monitor, iterations, seconds)

    windows, compared, mismatch = take_windows(running, chosen, take, progress)
    return EnergyReport(windows, compared, mismatch, running.differences.largest)


def _long_window(
    session: Session, monitor: PowerMonitor, iterations: int, seconds: float
) -> EnergyWindow:
    """A window of at least `iterations` that is long enough; shorter ones are thrown away."""
    while True:
        monitor.start()
        try:
            session.infer_untimed(iterations, _WARMUPS, _HOST_SECONDS)
        finally:
            trace = monitor.stop()
        passed = trace.window_seconds
        if passed >= seconds:
            return EnergyWindow(iterations, trace)
        if iterations == _MOST_ITERATIONS:
            raise ProtocolError(f"{iterations:,} inferences took {passed:g} s of the trace only.")
        growth = seconds * _HEADROOM / max(passed, 1 / trace.rate_hz)
        wanted = ceil(iterations * min(growth, _LARGEST_STEP))
        iterations = min(max(wanted, iterations + 1), _MOST_ITERATIONS)
