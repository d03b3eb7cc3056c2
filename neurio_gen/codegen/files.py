"""Generated files on the disk: written where they changed, removed where nothing makes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_GENERATED = ("*.cc", "*.h", "placement.json")


def write_files(directory: Path, files: Mapping[str, str]) -> None:
    """Write the files of an image by their names, and remove what else was generated there."""
    for name, content in files.items():
        write_if_changed(directory / name, content)
    for path in generated_files(directory):
        if path.name not in files:
            path.unlink()


def generated_files(directory: Path) -> list[Path]:
    """The files of an image's folder that are generated."""
    return [path for kind in _GENERATED for path in directory.glob(kind)]


def write_if_changed(path: Path, text: str) -> bool:
    """Write `text` unless the file already holds it, so that only what changed is compiled again.

    Returns whether the file was written.
    """
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(path.suffix + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
    return True
