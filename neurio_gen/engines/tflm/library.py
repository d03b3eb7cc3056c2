"""The library of TensorFlow Lite Micro that the user names: found, judged, identified.

It is whatever PlatformIO's `lib_deps` takes. A folder is linked to, not copied, so that what is
changed in it is built.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.errors import UsageError

VARIABLE = "NEURIO_GEN_TFLM"
SETTING = "tflm"
"""The board's setting, in the section `neurio_gen.libraries` of its manifest."""

_SYMLINK = "symlink://"
_FILE = "file://"
_SOURCES = (".c", ".cc", ".cpp", ".h", ".hpp", ".inc", ".S", ".json", ".properties")
_GIT_SECONDS = 10
_HINT = (
    f"Name a library: --tflm FOLDER, {VARIABLE}, or the board's manifest. The folder holds "
    "TensorFlow Lite Micro with a library.json or library.properties; docs/engines.md shows one."
)


@dataclass(frozen=True)
class Library:
    """`spec` is for PlatformIO's `lib_deps`, `identity` tells versions of it apart."""

    spec: str
    identity: str


def named_library(option: str | None, board: Board) -> Library:
    """The library of the option, the environment variable or the board's manifest, in this order.

    Raises UsageError where none is named, or a folder is no library.
    """
    name = option or os.environ.get(VARIABLE) or dict(board.libraries).get(SETTING)
    if not name:
        raise UsageError(
            "The engine tflm needs a library of TensorFlow Lite Micro: none comes with neurio-gen.",
            hint=_HINT,
        )
    folder = _folder(name)
    if folder is None:
        return Library(name, name)
    if not folder.is_dir():
        raise UsageError(f"There is no library folder {folder}.", hint=_HINT)
    return Library(f"{_SYMLINK}{folder.resolve().as_posix()}", _identity(folder))


def _folder(name: str) -> Path | None:
    """The folder that a name means; None for what a registry or a repository has."""
    for prefix in (_SYMLINK, _FILE):
        if name.startswith(prefix):
            return Path(name.removeprefix(prefix)).expanduser()
    path = Path(name).expanduser()
    looks_like_a_path = path.is_absolute() or name.startswith((".", "~")) or path.exists()
    return path if looks_like_a_path and "://" not in name else None


def _identity(folder: Path) -> str:
    """`name version, git revision, sha256`: the revision of a checkout, and what is really there.

    Raises UsageError where the folder has no manifest of a library.
    """
    name, version = _manifest(folder)
    revision = _revision(folder)
    parts = [f"{name} {version}".strip(), *([f"git {revision}"] if revision else [])]
    return ", ".join([*parts, f"sha256 {_digest(folder)[:12]}"])


def _manifest(folder: Path) -> tuple[str, str]:
    try:
        if (folder / "library.json").is_file():
            found = json.loads((folder / "library.json").read_text(encoding="utf-8"))
            return str(found["name"]), str(found.get("version", ""))
        if (folder / "library.properties").is_file():
            lines = (folder / "library.properties").read_text(encoding="utf-8").splitlines()
            entries = dict(line.split("=", 1) for line in lines if "=" in line)
            return entries["name"].strip(), entries.get("version", "").strip()
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UsageError(
            f"The library manifest in {folder} cannot be read: {type(error).__name__}: {error}.",
            hint="PlatformIO reads it, too: it needs a name and a version.",
        ) from error
    raise UsageError(
        f"{folder} is no library: it has neither library.json nor library.properties.",
        hint="docs/engines.md shows a library.json for a tree of TensorFlow Lite Micro.",
    )


def _digest(folder: Path) -> str:
    """Of all sources and manifests, by their paths in the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.suffix in _SOURCES and ".git" not in relative.parts and path.is_file():
            digest.update(f"{relative.as_posix()}\n{path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _revision(folder: Path) -> str | None:
    """The commit of a checkout whose top the folder is."""
    if not (folder / ".git").exists():
        return None
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--abbrev=12", "--dirty", "--exclude=*"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=_GIT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
