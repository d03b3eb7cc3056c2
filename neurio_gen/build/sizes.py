"""What an image takes of a board's memories, read from its ELF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neurio_gen.errors import BuildError


@dataclass(frozen=True)
class Section:
    """A section that is there when the image runs; `size` in bytes.

    `stored` says whether its contents are part of the image, `writable` whether it is in RAM.
    """

    name: str
    address: int
    size: int
    stored: bool
    writable: bool


@dataclass(frozen=True)
class Symbol:
    """A function or object, under its linker name; `size` in bytes."""

    name: str
    address: int
    size: int
    section: str


@dataclass(frozen=True)
class Sizes:
    """`flash_bytes`: code, constants and initial values. `ram_bytes`: data, stack reserve included.

    Sections in order of address, symbols with the largest first.
    """

    flash_bytes: int
    ram_bytes: int
    sections: tuple[Section, ...]
    symbols: tuple[Symbol, ...]

    def section(self, name: str) -> Section | None:
        """The section of a name, None where the image has no such section."""
        return next((section for section in self.sections if section.name == name), None)


def read_sizes(elf: Path, flash: range | None = None) -> Sizes:
    """The sizes of an image. Raises BuildError where the file is no ELF.

    `flash` are the addresses of the flash: all that lies elsewhere is in RAM, code as well.
    """
    from elftools.common.exceptions import ELFError  # takes long to import; much is never built
    from elftools.elf.elffile import ELFFile

    try:
        with elf.open("rb") as stream:
            file = ELFFile(stream)
            sections = tuple(sorted(_sections(file, flash), key=lambda section: section.address))
            symbols = tuple(sorted(_symbols(file), key=lambda symbol: (-symbol.size, symbol.name)))
    except (OSError, ELFError) as error:
        raise BuildError(f"{elf} is no image: {error}.", hint="Build it again.") from error
    return Sizes(
        flash_bytes=sum(section.size for section in sections if section.stored),
        ram_bytes=sum(section.size for section in sections if section.writable),
        sections=sections,
        symbols=symbols,
    )


def _sections(file: Any, flash: range | None) -> list[Section]:
    from elftools.elf.constants import SH_FLAGS

    return [
        Section(
            name=section.name,
            address=section["sh_addr"],
            size=section["sh_size"],
            stored=section["sh_type"] != "SHT_NOBITS",
            # what holds no bytes in the file is in RAM, though not every linker says it is written
            writable=section["sh_type"] == "SHT_NOBITS"
            or (
                section["sh_addr"] not in flash
                if flash
                else bool(section["sh_flags"] & SH_FLAGS.SHF_WRITE)
            ),
        )
        for section in file.iter_sections()
        if section["sh_flags"] & SH_FLAGS.SHF_ALLOC
        and section["sh_size"]
        # room that code takes, which has a section of its own under other addresses
        and section.name != ".view"
    ]


def _symbols(file: Any) -> list[Symbol]:
    table = file.get_section_by_name(".symtab")
    if table is None:
        return []
    names = {index: section.name for index, section in enumerate(file.iter_sections())}
    return [
        Symbol(symbol.name, symbol["st_value"], symbol["st_size"], names[symbol["st_shndx"]])
        for symbol in table.iter_symbols()
        if symbol["st_info"]["type"] in ("STT_FUNC", "STT_OBJECT")
        and symbol["st_size"]
        and symbol["st_shndx"] in names
    ]
