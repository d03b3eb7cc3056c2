"""From generated sources to images, all of a board in one build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neurio_gen.build import BuildStep, BuiltImage, find_image, try_build_images
from neurio_gen.errors import NeurioGenError
from neurio_gen.pipeline.prepare import Subject, images
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request


@dataclass(frozen=True, eq=False)
class Construction:
    """A subject with its image, or the error that stands in its place."""

    subject: Subject
    image: BuiltImage | None = None
    error: NeurioGenError | None = None


def construct(
    request: Request, subjects: Sequence[Subject], report: Report
) -> tuple[Construction, ...]:
    """Build the images of all subjects; one step of `report` a subject.

    A subject whose model is unsupported, or whose image fails or does not fit, carries the error.
    Raises BuildError where nothing can be built at all.
    """
    report.stage("build", request.board.id)

    def show(step: BuildStep) -> None:
        report.stage("build", step.file.name)
        report.detail(f"{step.stage} {step.file.name}")

    sources = images(subjects)
    outcomes = iter(try_build_images(request.board, sources, request.output, show))
    constructions = []
    for subject in subjects:
        if subject.image is None:
            constructions.append(Construction(subject, error=subject.unsupported))
        else:
            outcome = next(outcomes)
            if isinstance(outcome, NeurioGenError):
                constructions.append(Construction(subject, error=outcome))
            else:
                constructions.append(Construction(subject, image=outcome))
        report.done()
    return tuple(constructions)


def built_before(request: Request, subjects: Sequence[Subject]) -> tuple[Construction, ...]:
    """The images of an earlier build. Raises BuildError where one is not there."""
    return tuple(
        Construction(subject, error=subject.unsupported)
        if subject.image is None
        else Construction(subject, find_image(request.board, subject.image, request.output))
        for subject in subjects
    )
