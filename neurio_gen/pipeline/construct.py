"""From generated sources to images, all of a board in one build."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from neurio_gen.build import BuildStep, BuiltImage, Mode, find_image, try_build_images
from neurio_gen.errors import BuildError, NeurioGenError
from neurio_gen.pipeline.prepare import Subject
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request

_SHA256 = re.compile(r"^// sha256 ([0-9a-f]{64})$", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Construction:
    """A subject with the image that holds it, or the error that stands in its place."""

    subject: Subject
    image: BuiltImage | None = None
    error: NeurioGenError | None = None


def construct(
    request: Request, subjects: Sequence[Subject], report: Report, mode: Mode = "performance"
) -> tuple[Construction, ...]:
    """Build the images of all subjects; one step of `report` a subject.

    A subject whose model cannot run on the board, or whose image fails or does not fit, carries
    the error. Raises BuildError where nothing can be built at all.
    """
    report.stage("build", request.board.id)

    def show(step: BuildStep) -> None:
        report.stage("build", step.file.name)
        report.detail(f"{step.stage} {step.file.name}")

    sources = {s.image.name: s.image for s in subjects if s.image is not None}
    outcomes = try_build_images(
        request.board, list(sources.values()), request.output, show, mode=mode, jobs=request.jobs
    )
    built = dict(zip(sources, outcomes, strict=True))
    report.done(len(subjects))
    return tuple(_construction(subject, built) for subject in subjects)


def _construction(subject: Subject, built: dict[str, BuiltImage | NeurioGenError]) -> Construction:
    if subject.image is None:
        return Construction(subject, error=subject.problem)
    outcome = built[subject.image.name]
    if isinstance(outcome, NeurioGenError):
        return Construction(subject, error=outcome)
    return Construction(subject, image=outcome)


def built_before(
    request: Request, subjects: Sequence[Subject], mode: Mode = "performance"
) -> tuple[Construction, ...]:
    """The images of an earlier build.

    Raises BuildError where one is not there, or is of a model with other contents.
    """
    return tuple(_built_before(request, subject, mode) for subject in subjects)


def _built_before(request: Request, subject: Subject, mode: Mode) -> Construction:
    if subject.image is None:
        return Construction(subject, error=subject.problem)
    image = find_image(request.board, subject.image, request.output, mode=mode)
    sources = subject.image.directory / f"model_{subject.benchmark.name}.cc"
    named = _SHA256.search(sources.read_text(encoding="utf-8")) if sources.is_file() else None
    if named is not None and named[1] != subject.model.sha256:
        raise BuildError(
            f"The image of {subject.benchmark.id} is of another model: its sha256 is "
            f"{named[1][:16]}..., not {subject.model.sha256[:16]}...",
            hint="Build it again, or give the --models, --weights and --seed that it was built by.",
        )
    return Construction(subject, image=image)
