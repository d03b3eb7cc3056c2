"""From generated sources to images, all of a board in one build."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neurio_gen.build import BuildStep, BuiltImage, Mode, find_image, try_build_images
from neurio_gen.errors import BuildError, NeurioGenError
from neurio_gen.pipeline.commands import build_command
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built, Construction, Failed, Generated, Prepared
from neurio_gen.progress import Progress

_SHA256 = re.compile(r"^// sha256 ([0-9a-f]{64})$", re.MULTILINE)


def construct(
    request: Request, items: Sequence[Prepared], progress: Progress, mode: Mode = "performance"
) -> tuple[Construction, ...]:
    """Build the images of all items; one step of `progress` an item.

    An item whose image fails or does not fit carries the error. Raises BuildError where nothing
    can be built at all.
    """
    progress.stage("build", request.board.id)

    def show(step: BuildStep) -> None:
        progress.stage("build", step.file.name)
        progress.detail(f"{step.stage} {step.file.name}")

    sources = {s.sources.name: s.sources for s in items if isinstance(s, Generated)}
    outcomes = try_build_images(
        request.board, list(sources.values()), request.output, show, mode=mode, jobs=request.jobs
    )
    built = dict(zip(sources, outcomes, strict=True))
    progress.done(len(items))
    return tuple(
        item if isinstance(item, Failed) else _construction(item, built[item.sources.name])
        for item in items
    )


def _construction(item: Generated, outcome: BuiltImage | NeurioGenError) -> Construction:
    if isinstance(outcome, NeurioGenError):
        return Failed(item, outcome)
    return Built(item.benchmark, item.model, item.program, item.sources, outcome)


def built_before(
    request: Request, items: Sequence[Prepared], mode: Mode = "performance"
) -> tuple[Construction, ...]:
    """The images of an earlier build.

    Raises BuildError where one is not there, or is of a model with other contents.
    """
    return tuple(
        item if isinstance(item, Failed) else _built_before(request, item, mode) for item in items
    )


def _built_before(request: Request, item: Generated, mode: Mode) -> Built:
    image = find_image(request.board, item.sources, request.output, mode=mode)
    if image is None:
        raise BuildError(
            f"There is no image of {item.benchmark.id} for {request.board.id}.",
            hint=f"Run: {build_command(request, item.benchmark, mode)}",
        )
    sources = item.sources.directory / f"model_{item.benchmark.name}.cc"
    named = _SHA256.search(sources.read_text(encoding="utf-8")) if sources.is_file() else None
    if named is not None and named[1] != item.model.sha256:
        raise BuildError(
            f"The image of {item.benchmark.id} is of another model: its sha256 is "
            f"{named[1][:16]}..., not {item.model.sha256[:16]}...",
            hint="Build it again, or give the --models, --weights and --seed that it was built by.",
        )
    return Built(item.benchmark, item.model, item.program, item.sources, image)
