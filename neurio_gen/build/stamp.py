"""Whether an image is what a build would make: then PlatformIO is not started, which takes seconds.

A stamp beside the image holds a digest of all that the build reads, and those of what it made.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.build.toolchain import compiler_command, version_line
from neurio_gen.models.cache import sha256_of, write_atomically
from neurio_gen.resources import firmware_dir

_FILE = "stamp.json"

_VARIABLES = (
    "NEURIO_GEN_COMPILER",
    "CPATH",
    "C_INCLUDE_PATH",
    "CPLUS_INCLUDE_PATH",
    "GCC_EXEC_PREFIX",
)
"""What compilers and our build script read; PlatformIO's own begin with PLATFORMIO_."""


def build_key(board: Board, project: Path, mode: str) -> str:
    """64 hex digits of what all images of a board and mode depend on.

    The firmware's sources and build script, board support beside the board's manifest, PlatformIO's
    project file `project`, the compiler, PlatformIO, and the environment that they read.
    """
    digest = sha256()
    for part in _common(board, project, mode):
        digest.update(sha256(part).digest())
    return digest.hexdigest()


def is_current(folder: Path, name: str, key: str, sources: Path) -> bool:
    """Whether the image `name` in `folder` was built under `key` from `sources` as they are now.

    An ELF that something else has put there is removed: SCons looks at sources only, and would
    leave it.
    """
    try:
        stamp = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    now = _stamp(folder, name, key, sources)
    if not isinstance(stamp, dict) or stamp.get("elf") != now["elf"]:
        (folder / f"{name}.elf").unlink(missing_ok=True)
    return bool(stamp == now and now["elf"])


def write_stamp(folder: Path, name: str, key: str, sources: Path) -> None:
    """Says that the image `name` in `folder` was built under `key` from `sources`."""
    stamp = _stamp(folder, name, key, sources)
    write_atomically(folder / _FILE, json.dumps(stamp, indent=1).encode())


def _stamp(folder: Path, name: str, key: str, sources: Path) -> dict[str, str | None]:
    products = {
        suffix: sha256_of(path.read_bytes())
        if (path := folder / f"{name}.{suffix}").is_file()
        else None
        for suffix in ("elf", "bin")
    }
    return {"build": key, "sources": _tree(sources), **products}


def _common(board: Board, project: Path, mode: str) -> Iterator[bytes]:
    yield _tree(firmware_dir()).encode()
    if board.folder is not None:
        yield _tree(Path(board.folder)).encode()
    yield project.read_bytes()
    yield f"{board.id} {mode} {board.built_baud or ''}".encode()
    yield from _compiler(board)
    yield f"{metadata.version('platformio')} {metadata.version('scons')}".encode()
    for name in sorted(os.environ):
        if name.startswith("PLATFORMIO_") or name in _VARIABLES:
            yield f"{name}={os.environ[name]}".encode()


def _compiler(board: Board) -> Iterator[bytes]:
    command = compiler_command(board.architecture.gcc) or ()
    yield repr(command).encode()
    if command:
        yield (version_line([*command, "--version"]) or "").encode()
        program = shutil.which(command[0])
        if program:
            found = Path(program).stat()
            yield f"{program} {found.st_size} {found.st_mtime_ns}".encode()


def _tree(folder: Path) -> str:
    """The digest of all files below `folder`, with their names; Python's caches left out."""
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()
