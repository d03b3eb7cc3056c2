"""Which files are pictures: by their names, so that nothing is loaded that reads them."""

from __future__ import annotations

from pathlib import Path

PICTURES = (".bmp", ".gif", ".jpeg", ".jpg", ".png")
"""How the names of pictures end."""


def pictures_of(folder: Path) -> list[Path]:
    """All pictures of a folder and those within it, sorted."""
    return sorted(file for file in folder.rglob("*") if file.suffix.lower() in PICTURES)
