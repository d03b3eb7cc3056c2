"""From images to measurements: start the device, compare outputs, time windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neurio_gen.benchmarks import Benchmark
from neurio_gen.codegen import ImageModel
from neurio_gen.devices import Device, open_device
from neurio_gen.errors import MismatchError, NeurioGenError
from neurio_gen.harness import Timing, VerifyReport, measure, verify
from neurio_gen.harness.comparison import Mismatch
from neurio_gen.oracle import Oracle
from neurio_gen.pipeline.construct import Construction
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.protocol.session import Session

MEASURE_STEPS = 5
"""Steps of a report that one measurement takes: its windows."""


@dataclass(frozen=True, eq=False)
class Measurement:
    """A benchmark that was run on a device, or the error that stands in its place."""

    construction: Construction
    timing: Timing | None = None
    verification: VerifyReport | None = None
    error: NeurioGenError | None = None

    @property
    def benchmark(self) -> Benchmark:
        """The benchmark."""
        return self.construction.subject.benchmark


def measure_all(
    request: Request, constructions: Sequence[Construction], report: Report
) -> Iterator[Measurement]:
    """Measure one image after the other; each measurement is handed out as soon as it exists.

    `MEASURE_STEPS` steps of `report` an image. What cannot be run carries its error.
    """
    for construction in constructions:
        if construction.image is None:
            report.done(MEASURE_STEPS)
            yield Measurement(construction, error=construction.error)
            continue
        report.stage("run", construction.subject.benchmark.name)
        steps = _Steps(report, MEASURE_STEPS)
        try:
            timing = _time(request, construction, steps)
        except NeurioGenError as error:
            yield Measurement(construction, error=error)
        else:
            yield Measurement(construction, timing, error=_as_error(construction, timing.mismatch))
        steps.finish()


def verify_all(
    request: Request, constructions: Sequence[Construction], samples: int, report: Report
) -> Iterator[Measurement]:
    """Compare every output byte on `samples` inputs; one step of `report` a sample."""
    for construction in constructions:
        if construction.image is None:
            report.done(samples)
            yield Measurement(construction, error=construction.error)
            continue
        report.stage("verify", construction.subject.benchmark.name)
        steps = _Steps(report, samples)
        try:
            verification = _verify(request, construction, samples, steps)
        except NeurioGenError as error:
            yield Measurement(construction, error=error)
        else:
            found = _as_error(construction, verification.mismatch)
            yield Measurement(construction, verification=verification, error=found)
        steps.finish()


class _Steps:
    """Turns `(done, total)` calls into steps of a report, never more than were planned."""

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._left = total

    def __call__(self, _done: int, _total: int) -> None:
        if self._left > 0:
            self._left -= 1
            self._report.done()

    def finish(self) -> None:
        """The steps that were never made."""
        self._report.done(self._left)
        self._left = 0


def _time(request: Request, construction: Construction, steps: _Steps) -> Timing:
    model, oracle = _model(construction), _oracle(construction)
    with _device(request, construction) as device:
        session = Session(device.link)
        session.connect()
        return measure(
            session,
            model,
            oracle,
            device.time_base,
            device.nanoseconds_per_instruction,
            seed=request.seed,
            tolerance=construction.subject.benchmark.tolerance,
            progress=steps,
        )


def _verify(
    request: Request, construction: Construction, samples: int, steps: _Steps
) -> VerifyReport:
    model, oracle = _model(construction), _oracle(construction)
    with _device(request, construction) as device:
        session = Session(device.link)
        session.connect()
        return verify(
            session,
            model,
            oracle,
            samples,
            request.seed,
            progress=steps,
            tolerance=construction.subject.benchmark.tolerance,
        )


def _device(request: Request, construction: Construction) -> Device:
    assert construction.image is not None
    log = request.log_dir / f"{construction.image.name}.uart.log"
    return open_device(
        request.board, construction.image.elf, port=request.port, baud=request.baud, log=log
    )


def _model(construction: Construction) -> ImageModel:
    image = construction.subject.image
    assert image is not None
    return image.models[0]


def _oracle(construction: Construction) -> Oracle:
    subject = construction.subject
    return Oracle(subject.model.tflite, subject.benchmark.id)


def _as_error(construction: Construction, mismatch: Mismatch | None) -> MismatchError | None:
    if mismatch is None:
        return None
    return MismatchError(
        f"{construction.subject.benchmark.id} differs from the oracle: {mismatch}.",
        hint="No timing of this image is valid. The engine is at fault: please report it.",
    )
