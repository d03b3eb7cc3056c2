"""Timed windows: how long an inference takes, in microseconds or in instructions."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from neurio_gen.compiler.tolerance import EXACT, Tolerance
from neurio_gen.errors import ProtocolError
from neurio_gen.harness.comparison import Differences, Mismatch
from neurio_gen.harness.inference import RunningModel
from neurio_gen.harness.samples import TIMED_PERIOD, Sample, samples
from neurio_gen.harness.windows import take_windows
from neurio_gen.harness.workload import Reference, Workload
from neurio_gen.progress import SILENT, Progress
from neurio_gen.protocol.session import Session
from neurio_gen.results.words import TimeBase

Executed = Callable[[], int | None]
"""Instructions of the timed window since it was asked last; None where none are counted."""

INPUTS = 5
"""Different inputs, each with a window of its own, as the benchmark's rules ask."""

_HEADROOM = 1.02
_LARGEST_STEP = 1000
_MOST_ITERATIONS = 2**32 - 1


@dataclass(frozen=True)
class Policy:
    """How long a window is, by time base.

    A window lasts at least `microseconds` of the device's time, unless it would keep the host
    waiting for more than `host_seconds`; it always holds one inference. `warmups` inferences
    precede it.
    """

    microseconds: int
    host_seconds: float
    warmups: int


POLICIES: dict[TimeBase, Policy] = {
    # The rules: at least 10 s. An hour bounds the wait for the slowest of boards.
    "silicon": Policy(10_000_000, 3600.0, 10),
    # Counts do not jitter: 10 ms make the clock's step of 1 us an error below 1e-4.
    "instruction-count": Policy(10_000, 30.0, 0),
    # Another program may take the core for a while: longer windows, and a median, even that out.
    "host-clock": Policy(200_000, 30.0, 2),
}


@dataclass(frozen=True)
class TimedWindow:
    """A timed stretch: `iterations` inferences took `microseconds` of the device's time.

    `instructions` were executed meanwhile, where the device counts them itself.
    """

    iterations: int
    microseconds: int
    instructions: int | None = None


@dataclass(frozen=True)
class Timing:
    """The windows of a model, and whether the outputs behind them were right.

    `mismatch` is the first difference from the reference. `compared` is false where the firmware
    cannot show its output bytes. `largest_difference` is that of float32 outputs with a tolerance,
    relative to the output's range.
    """

    windows: tuple[TimedWindow, ...]
    time_base: TimeBase
    nanoseconds_per_instruction: float | None
    compared: bool
    mismatch: Mismatch | None
    largest_difference: float = 0.0

    @property
    def latency_us(self) -> float | None:
        """Median microseconds per inference; None where no real clock was read."""
        if self.time_base == "instruction-count":
            return None
        return self._microseconds()

    @property
    def instructions(self) -> float | None:
        """Median instructions per inference; None where they are not counted."""
        counted = [w.instructions / w.iterations for w in self.windows if w.instructions]
        if counted:
            return median(counted)
        if self.nanoseconds_per_instruction is None:
            return None
        return self._microseconds() * 1000.0 / self.nanoseconds_per_instruction

    @property
    def bit_exact(self) -> bool | None:
        """Whether every output was the reference's; None where it could not be looked at."""
        return self.mismatch is None if self.compared else None

    def _microseconds(self) -> float:
        return median(window.microseconds / window.iterations for window in self.windows)


def _not_counted() -> int | None:
    return None


def measure(
    session: Session,
    model: Workload,
    oracle: Reference,
    time_base: TimeBase,
    nanoseconds_per_instruction: float | None = None,
    *,
    seed: int = 0,
    tolerance: Tolerance = EXACT,
    inputs: int = INPUTS,
    given: Sequence[Sample] | None = None,
    policy: Policy | None = None,
    progress: Progress = SILENT,
    executed: Executed = _not_counted,
) -> Timing:
    """Times `inputs` windows, each on an input of its own whose outputs are then compared.

    The inputs are those that are `given`, or random ones of `seed`.

    The number of iterations is found once: from one inference upwards until a window is long
    enough for `policy`, by default the time base's. `executed` is asked for the instructions of
    each window. Ends at the first mismatch, as a wrong answer's time is worth nothing. Raises
    ProtocolError where the device refuses or falls silent.
    """
    chosen = policy or POLICIES[time_base]
    session.select(model.id)
    running = RunningModel(session, model, oracle, Differences(tolerance))
    taken = given or list(samples(oracle.inputs, inputs, seed, TIMED_PERIOD))

    def take(iterations: int) -> TimedWindow:
        return _long_window(session, iterations, chosen, executed)

    windows, compared, mismatch = take_windows(running, taken, take, progress)
    largest = running.differences.largest
    return Timing(windows, time_base, nanoseconds_per_instruction, compared, mismatch, largest)


def _long_window(
    session: Session, iterations: int, policy: Policy, executed: Executed
) -> TimedWindow:
    """A window of at least `iterations` that is long enough; shorter ones are thrown away."""
    while True:
        executed()  # what went before is not the window's
        start = time.monotonic()
        microseconds = session.infer(iterations, policy.warmups, _host_timeout(policy))
        host_seconds = time.monotonic() - start
        window = TimedWindow(iterations, microseconds, executed())
        wanted = _next_iterations(window, host_seconds, policy)
        if wanted <= iterations:
            if microseconds == 0:
                raise ProtocolError(f"The device's clock stood still for {iterations} inferences.")
            return window
        iterations = wanted


def _next_iterations(window: TimedWindow, host_seconds: float, policy: Policy) -> int:
    """How many iterations to try next; not more than the window's where it will do."""
    if window.microseconds >= policy.microseconds:
        return window.iterations
    growth = policy.microseconds * _HEADROOM / max(window.microseconds, 1)
    affordable = policy.host_seconds / max(host_seconds, 1e-6)
    wanted = ceil(window.iterations * min(growth, affordable, _LARGEST_STEP))
    return min(wanted, _MOST_ITERATIONS)


def _host_timeout(policy: Policy) -> float:
    """Ten times what a window is meant to take, and ten minutes for slow emulators."""
    return 600.0 + 10.0 * min(policy.host_seconds, policy.microseconds / 1e6)
