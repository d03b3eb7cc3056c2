"""Generated sources to images: one PlatformIO run for all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from neurio_gen.boards import Board
from neurio_gen.build.begun import BegunBuild
from neurio_gen.build.build_id import read_build_id
from neurio_gen.build.diagnosis import explain, failed_targets
from neurio_gen.build.linked import NOTHING, Linked
from neurio_gen.build.project import write_project
from neurio_gen.build.sizes import Sizes, read_sizes
from neurio_gen.build.stamp import build_key, is_current, write_stamp
from neurio_gen.errors import BuildError, NeurioGenError
from neurio_gen.models.cache import sha256_of
from neurio_gen.progress import SILENT, Progress
from neurio_gen.workspace import Workspace

Mode = Literal["performance", "energy", "streaming", "profile", "arena"]
"""`energy` builds mark time by edges on the sync pin and talk at 9600 baud; `streaming` builds
process sound of an I2S receiver, on boards that have one; `profile` builds tell
the times of layers, if their sources have hooks around these; `arena` builds tell how much of its
arena an interpreter uses."""

_SHARES = "kernel_shares.json"
"""Written by firmware/platform/builder/kernel_shares.py."""

TIMEOUT = 1800.0
"""Seconds a build may take."""


class ImageSource(Protocol):
    """The generated sources of an image: a folder of C++ files, named as the image."""

    @property
    def name(self) -> str:
        """The image's name."""

    @property
    def directory(self) -> Path:
        """The folder of its sources."""


@dataclass(frozen=True)
class BuiltImage:
    """An image for one board.

    `bin` is None where nothing is flashed, as for `native`. `sha256` is that of the ELF as it was
    built; empty where nobody asks. `build_id` is what its firmware answers to `build%`.
    `others` are the bytes of its kernels that a model of it does not need, by the model's name in
    C++; empty where nothing is flashed.
    """

    name: str
    elf: Path
    bin: Path | None
    sizes: Sizes
    log: Path
    sha256: str = ""
    build_id: str | None = None
    others: Mapping[str, int] = field(default_factory=dict, hash=False)

    def check(self) -> None:
        """Raises BuildError where the file is another one by now."""
        if self.sha256 and _digest(self.elf) != self.sha256:
            raise BuildError(
                f"Something else has replaced the image {self.name} since it was built.",
                hint="Give programs that run at the same time folders of their own by --output.",
            )


def build_images(
    board: Board,
    images: Sequence[ImageSource],
    output: Path,
    progress: Progress = SILENT,
    *,
    mode: Mode = "performance",
    linked: Linked = NOTHING,
    jobs: int | None = None,
    timeout: float = TIMEOUT,
) -> tuple[BuiltImage, ...]:
    """Builds images that lie in one folder; kernels, harness and board support once for all.

    Images, objects and PlatformIO's files come to lie below `output`, and what is there already is
    built again only where its sources changed. `jobs` defaults to the number of processors.
    Raises the first error of `try_build_images`.
    """
    built: list[BuiltImage] = []
    for outcome in try_build_images(
        board, images, output, progress, mode=mode, linked=linked, jobs=jobs, timeout=timeout
    ):
        if isinstance(outcome, NeurioGenError):
            raise outcome
        built.append(outcome)
    return tuple(built)


def try_build_images(
    board: Board,
    images: Sequence[ImageSource],
    output: Path,
    progress: Progress = SILENT,
    *,
    mode: Mode = "performance",
    linked: Linked = NOTHING,
    jobs: int | None = None,
    timeout: float = TIMEOUT,
    begun: BegunBuild | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> tuple[BuiltImage | NeurioGenError, ...]:
    """As `build_images`, but what cannot be built is an error in its place, in order of `images`.

    `begun` is a build of the same that has begun; it is ended. `meanwhile` is called while
    PlatformIO works; where nothing is to be built, it is not.

    The errors are DoesNotFitError, for an image that a memory of the board is too small for, and
    BuildError. Raises BuildError where PlatformIO cannot run or takes longer than `timeout`
    seconds, ValueError where the images do not lie in one folder.
    """
    if not images:
        return ()
    _common_folder(images)
    project = write_project(board, Workspace(output).project, linked)
    variant = linked.variant_of(mode)
    folder, key = Workspace(output).images(board.id, variant), build_key(board, project, mode)
    stale = [image for image in images if not _is_current(image, folder, key)]
    errors: dict[str, NeurioGenError] = {}
    if stale:
        errors = _build(
            board,
            stale,
            output,
            progress,
            begun=begun,
            meanwhile=meanwhile,
            mode=mode,
            linked=linked,
            jobs=jobs,
            timeout=timeout,
        )
        for image in stale:
            if image.name not in errors:
                name = image.directory.name
                write_stamp(folder / name, name, key, image.directory)
    log = Workspace(output).build_log(board.id)
    return tuple(errors.get(image.name) or _built(board, image, folder, log) for image in images)


def _build(
    board: Board,
    images: Sequence[ImageSource],
    output: Path,
    progress: Progress,
    *,
    begun: BegunBuild | None,
    meanwhile: Callable[[], None] | None,
    mode: Mode,
    linked: Linked,
    jobs: int | None,
    timeout: float,
) -> dict[str, NeurioGenError]:
    """One PlatformIO run for all `images`; what went wrong, by the image's name."""
    workspace = Workspace(output).project
    log = Workspace(output).build_log(board.id)
    if begun is None or not begun.waits:
        begun = BegunBuild(
            board, _common_folder(images), output, mode=mode, linked=linked, jobs=jobs
        )
    with begun:
        begun.name(image.directory.name for image in images)
        if meanwhile is not None:
            meanwhile()
        code = begun.finish(progress, timeout)
    if not code:
        return {}
    folder = Workspace(output).images(board.id, linked.variant_of(mode))
    text = log.read_text(encoding="utf-8")
    failed = _failed_images(text, folder, workspace)
    if failed is None:
        return {image.name: explain("The firmware", text, board, log) for image in images}
    errors = {}
    for image in images:
        if image.directory.name in failed:
            said = (folder / image.directory.name / "log.txt").read_text(encoding="utf-8")
            errors[image.name] = explain(image.name, said, board, log)
    return errors


def _is_current(image: ImageSource, folder: Path, key: str) -> bool:
    name = image.directory.name
    return is_current(folder / name, name, key, image.directory)


def find_image(
    board: Board,
    image: ImageSource,
    output: Path,
    *,
    mode: Mode = "performance",
    linked: Linked = NOTHING,
) -> BuiltImage | None:
    """An image that was built before; None where there is none."""
    variant = linked.variant_of(mode)
    folder = Workspace(output).images(board.id, variant) / image.directory.name
    if not (folder / f"{image.directory.name}.elf").is_file():
        return None
    return _built(board, image, folder.parent, Workspace(output).build_log(board.id))


def _common_folder(images: Sequence[ImageSource]) -> Path:
    folders = {image.directory.resolve().parent for image in images}
    if len(folders) != 1:
        raise ValueError(f"images lie in {len(folders)} folders, not in one")
    return folders.pop()


def _failed_images(log: str, folder: Path, project: Path) -> set[str] | None:
    """The images of which a file could not be made; None where all are concerned."""
    images = folder.resolve()
    names = set()
    for target in failed_targets(log):
        # files below the project are named relative to it
        path = (project / target).resolve()
        if not path.is_relative_to(images):
            return None
        names.add(path.relative_to(images).parts[0])
    return names or None


def _built(board: Board, image: ImageSource, images: Path, log: Path) -> BuiltImage:
    folder = images / image.directory.name
    elf = folder / f"{image.directory.name}.elf"
    binary = elf.with_suffix(".bin")
    return BuiltImage(
        name=image.name,
        elf=elf,
        bin=binary if binary.exists() else None,
        sizes=read_sizes(elf, board.flash),
        log=log,
        sha256=_digest(elf),
        build_id=read_build_id(elf),
        others=_others(folder) if binary.exists() else {},
    )


def _others(folder: Path) -> dict[str, int]:
    """What the build script has found, or nothing where an older one has made the image."""
    try:
        found = json.loads((folder / _SHARES).read_text(encoding="utf-8"))
        return {str(name): int(size) for name, size in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _digest(elf: Path) -> str:
    return sha256_of(elf.read_bytes()) if elf.is_file() else "none"
