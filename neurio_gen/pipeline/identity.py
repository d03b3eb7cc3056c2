"""Which image it is: what its manifest says, and what is asked of the firmware that answers."""

from __future__ import annotations

from neurio_gen.build import BuiltImage
from neurio_gen.build import Mode as BuildMode
from neurio_gen.build.manifest import ImageManifest, Member, read_manifest
from neurio_gen.errors import BuildError, DeviceError
from neurio_gen.pipeline.commands import build_command
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built, Generated
from neurio_gen.protocol.session import Session


def manifest_of(
    request: Request, members: list[Built], mode: BuildMode, *, layer_hooks: bool
) -> ImageManifest:
    """The manifest of an image that was just built, which holds all of `members`."""
    image = members[0].image
    return ImageManifest(
        name=image.name,
        board=request.board.id,
        mode=mode,
        engine=request.engine.name,
        facts=dict(request.engine.facts(request.board)),
        layer_hooks=layer_hooks,
        members=tuple(_member(each) for each in members),
        flags=request.board.flags,
        flash_bytes=image.sizes.flash_bytes,
        ram_bytes=image.sizes.ram_bytes,
        elf_sha256=image.sha256,
        build_id=image.build_id,
    )


def _member(item: Built) -> Member:
    return Member(
        id=item.benchmark.name,
        model_sha256=item.model.sha256,
        weights=item.model.weights.value,
        macs=item.program.macs,
        constant_bytes=item.program.constant_bytes,
        arena_bytes=item.program.arena_bytes,
    )


def check_manifest(request: Request, item: Generated, image: BuiltImage, mode: BuildMode) -> None:
    """Raises BuildError where an image of an earlier build is not the one that is asked for."""
    hint = f"Run: {build_command(request, item.benchmark, mode)}"
    name = item.benchmark.id
    manifest = read_manifest(image.elf.parent)
    if manifest is None or manifest.elf_sha256 != image.sha256:
        raise BuildError(f"Nothing says what the image of {name} was built of.", hint=hint)
    hashes = {member.id: member.model_sha256 for member in manifest.members}
    found = hashes.get(item.benchmark.name)
    if found != item.model.sha256:
        of = f"sha256 {found[:16]}..." if found else "other benchmarks"
        raise BuildError(
            f"The image of {name} is of another model: {of}, not {item.model.sha256[:16]}...",
            hint=f"{hint}, or give the --models, --weights, --seed and --calibrate of that build.",
        )
    asked = {"engine": request.engine.name, **request.engine.facts(request.board)}
    built = {"engine": manifest.engine, **manifest.facts}
    for fact, value in asked.items():
        if built.get(fact) != value:
            raise BuildError(
                f"The image of {name} was built for the {fact} {built.get(fact)}, not {value}.",
                hint=hint,
            )


def check_answering(session: Session, image: BuiltImage) -> None:
    """Raises DeviceError where the firmware that answers is another build than `image`.

    Firmware that does not say which it is passes: others', and that of images without a digest.
    """
    answered = session.build_id() if image.build_id else None
    if answered is not None and answered != image.build_id:
        raise DeviceError(
            f"Another build answers than that of {image.name}: {answered[:16]}..., not "
            f"{str(image.build_id)[:16]}...",
            hint="Flash the image: neurio-gen flash, or flash-and-run, which builds it first.",
        )
