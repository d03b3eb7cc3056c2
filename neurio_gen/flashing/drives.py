"""The drives that debug probes and boot loaders show, and which USB device each belongs to."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

DRIVE_VARIABLE = "NEURIO_GEN_DRIVE"
"""Environment variable that names the drive's folder where it is not found by its label."""

_MOUNT_ROOTS = ("/media", "/run/media", "/Volumes", "/mnt")
_MOUNTS = Path("/proc/self/mounts")
_BLOCKS = Path("/sys/class/block")
_PLACE = re.compile(r"\d+-\d+(?:\.\d+)*")
_ESCAPED = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True)
class Drive:
    """A mounted drive. `place` is where its USB device is plugged in; None where not known.

    `named` is one that the variable names: no other is meant.
    """

    folder: Path
    place: str | None = None
    named: bool = False


def find_drives(labels: tuple[str, ...]) -> tuple[Drive, ...]:
    """The drives with one of `labels`, sorted by folder, or the one that the variable names."""
    named = os.environ.get(DRIVE_VARIABLE)
    if named:
        folder = Path(named)
        return (Drive(folder, _place(folder), named=True),) if folder.is_dir() else ()
    folders = {
        folder
        for root in _MOUNT_ROOTS
        for depth in ("*", "*/*")
        for folder in Path(root).glob(depth)
        if _has_label(folder, labels) and folder.is_dir()
    }
    return tuple(Drive(folder, _place(folder)) for folder in sorted(folders))


def _has_label(folder: Path, labels: tuple[str, ...]) -> bool:
    """A desktop numbers the folders of drives with one label: `RPI-RP2`, `RPI-RP21`."""
    return any(re.fullmatch(rf"{re.escape(label)}[ _-]?\d?", folder.name) for label in labels)


def _place(folder: Path) -> str | None:
    """Where Linux says that the drive's USB device is plugged in."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        device, mounted, *_ = [*line.split(" "), ""]
        if Path(_unescaped(mounted)) == folder:
            found = _PLACE.findall((_BLOCKS / Path(device).name).resolve().as_posix())
            return str(found[-1]) if found else None
    return None


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 8)), text)
