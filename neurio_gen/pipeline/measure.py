"""From images to measurements: start the device, compare outputs, time windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from neurio_gen.benchmarks import Benchmark
from neurio_gen.devices import Device
from neurio_gen.errors import MismatchError, NeurioGenError
from neurio_gen.harness import Timing, VerifyReport, measure, verify
from neurio_gen.harness.comparison import Mismatch
from neurio_gen.harness.performance import INPUTS
from neurio_gen.harness.samples import TIMED_PERIOD
from neurio_gen.pipeline.bench import Bench
from neurio_gen.pipeline.construct import Construction
from neurio_gen.pipeline.oracles import oracle_of
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.protocol.session import Session


@dataclass(frozen=True, eq=False)
class Measurement:
    """A benchmark that was run on a device, or the error that stands in its place.

    `baud` is the rate of the line to the device, None where it has none.
    """

    construction: Construction
    timing: Timing | None = None
    verification: VerifyReport | None = None
    error: NeurioGenError | None = None
    baud: int | None = None

    @property
    def benchmark(self) -> Benchmark:
        """The benchmark."""
        return self.construction.subject.benchmark


def measure_all(
    request: Request,
    constructions: Sequence[Construction],
    bench: Bench,
    report: Report,
    inputs: int = INPUTS,
) -> Iterator[Measurement]:
    """Time one benchmark after the other; each measurement is handed out as soon as it exists.

    One step of `report` for each of `inputs`. What cannot be run carries its error.
    """

    def time(item: Construction, device: Device, session: Session, steps: Steps) -> Measurement:
        timing = measure(
            session,
            item.subject.image_model,
            oracle_of(request, item, inputs, TIMED_PERIOD),
            device.time_base,
            device.nanoseconds_per_instruction,
            seed=request.seed,
            tolerance=item.subject.benchmark.tolerance,
            inputs=inputs,
            progress=steps,
            executed=device.take_executed,
        )
        return Measurement(item, timing, error=_as_error(item, timing.mismatch))

    return _each(constructions, bench, report, stage="run", count=inputs, work=time)


def verify_all(
    request: Request,
    constructions: Sequence[Construction],
    samples: int,
    bench: Bench,
    report: Report,
) -> Iterator[Measurement]:
    """Compare every output byte on `samples` inputs; one step of `report` a sample."""

    def compare(item: Construction, _: Device, session: Session, steps: Steps) -> Measurement:
        verification = verify(
            session,
            item.subject.image_model,
            oracle_of(request, item, samples),
            samples,
            request.seed,
            progress=steps,
            tolerance=item.subject.benchmark.tolerance,
        )
        error = _as_error(item, verification.mismatch)
        return Measurement(item, verification=verification, error=error)

    return _each(constructions, bench, report, stage="verify", count=samples, work=compare)


class Steps:
    """Turns `(done, total)` calls into steps of a report, never more than were planned."""

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._left = total

    def __call__(self, _done: int, _total: int) -> None:
        """One more step is done."""
        if self._left > 0:
            self._left -= 1
            self._report.done()

    def finish(self) -> None:
        """The steps that were never made."""
        self._report.done(self._left)
        self._left = 0


def _each(
    constructions: Sequence[Construction],
    bench: Bench,
    report: Report,
    *,
    stage: str,
    count: int,
    work: Callable[[Construction, Device, Session, Steps], Measurement],
) -> Iterator[Measurement]:
    """`work` on each construction that has an image; an error of one leaves the others alone.

    The protocol has no checksum: a wrong answer over a line at a raised rate is asked for again.
    """
    for item in constructions:
        steps = Steps(report, count)
        if item.image is None:
            yield Measurement(item, error=item.error)
        else:
            report.stage(stage, item.subject.benchmark.name)
            try:
                device, session = bench.place(item.image)
                found = work(item, device, session, steps)
                if found.error is not None and session.fall_back(found.error.message):
                    found = work(item, device, session, steps)
                yield replace(found, baud=session.baud)
            except NeurioGenError as error:
                bench.clear()
                yield Measurement(item, error=error)
        steps.finish()


def _as_error(item: Construction, mismatch: Mismatch | None) -> MismatchError | None:
    if mismatch is None:
        return None
    return MismatchError(
        f"{item.subject.benchmark.id} differs from the oracle: {mismatch}.",
        hint="No timing of this image is valid. The engine is at fault: please report it.",
    )
