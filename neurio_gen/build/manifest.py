"""What an image is, in a file beside it: `image.json`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from neurio_gen.models.cache import write_atomically

FILE = "image.json"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Member(_Record):
    """A model of an image under its id on the wire; sizes in bytes."""

    id: str
    model_sha256: str
    weights: str
    macs: int | None
    constant_bytes: int
    arena_bytes: int


class ImageManifest(_Record):
    """An image. `facts` is what its engine says of itself, such as its kernels.

    `elf_sha256` is that of the file, `build_id` what the firmware answers to `build%`, null where
    the linker made none. `layer_hooks` says whether layers time themselves.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    name: str
    board: str
    mode: str
    engine: str
    facts: Mapping[str, str]
    layer_hooks: bool
    members: tuple[Member, ...]
    flags: tuple[str, ...]
    flash_bytes: int
    ram_bytes: int
    elf_sha256: str
    build_id: str | None


def write_manifest(folder: Path, manifest: ImageManifest) -> None:
    """Writes the manifest beside the image in `folder`."""
    text = manifest.model_dump_json(by_alias=True, indent=2)
    write_atomically(folder / FILE, f"{text}\n".encode())


def read_manifest(folder: Path) -> ImageManifest | None:
    """The manifest of the image in `folder`; None where there is none that can be read."""
    try:
        return ImageManifest.model_validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return None
