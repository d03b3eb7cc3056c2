"""From generated sources to images, all of a board in one build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress

from neurio_gen.build import BuiltImage, Mode, find_image, try_build_images
from neurio_gen.build.begun import BegunBuild
from neurio_gen.build.manifest import write_manifest
from neurio_gen.errors import BuildError, DoesNotFitError, NeurioGenError
from neurio_gen.pipeline.commands import build_command
from neurio_gen.pipeline.fitting import with_advice
from neurio_gen.pipeline.identity import check_manifest, manifest_of
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built, Construction, Failed, Generated, Prepared
from neurio_gen.progress import Progress


@contextmanager
def beginning(request: Request, mode: Mode = "performance") -> Iterator[BegunBuild | None]:
    """A build of a request whose sources are yet to come; None where it has images already.

    These are mostly what is asked for, so that nothing will be built. Leaving the context ends it.
    """
    linked = request.engine.linked(request.board)
    begun = None
    if not request.workspace.images(request.board.id, linked.variant_of(mode)).exists():
        with suppress(BuildError):  # told where it is needed, if it is
            begun = BegunBuild(
                request.board,
                request.generated_dir,
                request.output,
                mode=mode,
                linked=linked,
                jobs=request.jobs,
            )
    with begun or nullcontext():
        yield begun


def construct(
    request: Request,
    items: Sequence[Prepared],
    progress: Progress,
    mode: Mode = "performance",
    *,
    layer_hooks: bool = False,
    begun: BegunBuild | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> tuple[Construction, ...]:
    """Build the images of all items; one step of `progress` an item.

    Each image has its manifest beside it; `layer_hooks` is what it says of them. `begun` is what
    `beginning` has begun for the request. `meanwhile` is called while PlatformIO works, if it does.
    An item whose image fails or does not fit carries the error. Raises BuildError where nothing
    can be built at all.
    """
    progress.stage("build", request.board.id)
    sources = {s.sources.name: s.sources for s in items if isinstance(s, Generated)}
    outcomes = try_build_images(
        request.board,
        list(sources.values()),
        request.output,
        progress,
        mode=mode,
        linked=request.engine.linked(request.board),
        jobs=request.jobs,
        begun=begun,
        meanwhile=meanwhile,
    )
    built = dict(zip(sources, outcomes, strict=True))
    progress.done(len(items))
    constructions = tuple(
        item if isinstance(item, Failed) else _construction(request, item, built[item.sources.name])
        for item in items
    )
    for name in sources:
        members = [x for x in constructions if isinstance(x, Built) and x.sources.name == name]
        if members:
            manifest = manifest_of(request, members, mode, layer_hooks=layer_hooks)
            write_manifest(members[0].image.elf.parent, manifest)
    return constructions


def _construction(
    request: Request, item: Generated, outcome: BuiltImage | NeurioGenError
) -> Construction:
    if isinstance(outcome, DoesNotFitError):
        outcome = with_advice(request, item, outcome)
    if isinstance(outcome, NeurioGenError):
        return Failed(item, outcome)
    return Built(item.benchmark, item.model, item.program, item.sources, outcome)


def built_before(
    request: Request, items: Sequence[Prepared], mode: Mode = "performance"
) -> tuple[Construction, ...]:
    """The images of an earlier build.

    Raises BuildError where one is not there, or was built of something else than is asked for.
    """
    return tuple(
        item if isinstance(item, Failed) else _built_before(request, item, mode) for item in items
    )


def _built_before(request: Request, item: Generated, mode: Mode) -> Built:
    linked = request.engine.linked(request.board)
    image = find_image(request.board, item.sources, request.output, mode=mode, linked=linked)
    if image is None:
        raise BuildError(
            f"There is no image of {item.benchmark.id} for {request.board.id}.",
            hint=f"Run: {build_command(request, item.benchmark, mode)}",
        )
    check_manifest(request, item, image, mode)
    return Built(item.benchmark, item.model, item.program, item.sources, image)
