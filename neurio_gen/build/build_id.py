"""The digest that the linker puts into an image, and that its firmware answers to `build%`."""

from __future__ import annotations

from pathlib import Path

_SECTION = ".note.gnu.build-id"


def read_build_id(elf: Path) -> str | None:
    """Hex digits of the digest of an ELF's contents; None where its linker has left none."""
    from elftools.elf.elffile import ELFFile  # takes long to import; much is never built

    with elf.open("rb") as stream:
        section = ELFFile(stream).get_section_by_name(_SECTION)
        if section is None:
            return None
        for note in section.iter_notes():  # type: ignore[attr-defined]
            if note["n_type"] == "NT_GNU_BUILD_ID":
                return str(note["n_desc"])
    return None
