"""The ELF that would be flashed: what is loaded where, what may be executed, what it is called."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.constants import SH_FLAGS
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection

from neurio_gen.boards import all_architectures
from neurio_gen.errors import DeviceError


@dataclass(frozen=True)
class Segment:
    """Bytes that a flash tool writes, at their load address.

    `used_at` is where the firmware has them, as code that start-up code copies to RAM; None where
    that is the same.
    """

    address: int
    data: bytes
    used_at: int | None = None


@dataclass(frozen=True)
class Symbol:
    """A function: first address, size in bytes, readable name."""

    address: int
    size: int
    name: str


@dataclass(frozen=True)
class Image:
    """An ELF file of a board; `executable` are the ranges of its code sections.

    `machine` is the name of its architecture in ELF files, such as `EM_ARM`, `entry` the address
    of the first instruction as they name it.
    """

    path: Path
    segments: tuple[Segment, ...]
    executable: tuple[range, ...]
    functions: tuple[Symbol, ...]
    vector_table: int
    machine: str = "EM_ARM"
    entry: int = 0

    def may_execute(self, address: int) -> bool:
        """Whether a code section holds this address."""
        return self.code_at(address) is not None

    def code_at(self, address: int) -> range | None:
        """The code section that holds this address."""
        return next((section for section in self.executable if address in section), None)

    def function_at(self, address: int) -> Symbol | None:
        """The function that holds this address."""
        index = bisect.bisect_right(self.functions, address, key=lambda symbol: symbol.address) - 1
        if index < 0:
            return None
        found = self.functions[index]
        return found if address < found.address + max(found.size, 2) else None

    def describe(self, address: int) -> str:
        """An address as `function+0x12`, or `no symbol`."""
        symbol = self.function_at(address)
        if symbol is None:
            return "no symbol"
        offset = address - symbol.address
        return f"{symbol.name}+0x{offset:x}" if offset else symbol.name


def load_image(path: Path) -> Image:
    """Reads an ELF file. Raises DeviceError where it is none for a core that boards here have."""
    try:
        with path.open("rb") as file:
            return _read(path, ELFFile(file))
    except OSError as error:
        raise DeviceError(f"Cannot read the image {path}: {error.strerror}.") from error
    except (ELFError, ValueError) as error:
        raise DeviceError(
            f"{path} is no ELF file for a board's core: {error}.",
            hint="Give the ELF that the build wrote, not a BIN or HEX file.",
        ) from error


def _read(path: Path, elf: ELFFile) -> Image:
    known = {each.machine for each in all_architectures().values()}
    if elf["e_machine"] not in known or elf.elfclass != 32:
        raise ValueError(f"machine {elf['e_machine']}, {elf.elfclass} bit")
    segments = tuple(
        Segment(segment["p_paddr"], segment.data(), segment["p_vaddr"])
        for segment in elf.iter_segments("PT_LOAD")
        if segment["p_filesz"]
    )
    executable = tuple(
        range(section["sh_addr"], section["sh_addr"] + section["sh_size"])
        for section in elf.iter_sections()
        if section["sh_flags"] & SH_FLAGS.SHF_EXECINSTR and section["sh_size"]
    )
    if not segments or not executable:
        raise ValueError("nothing to load or to execute in it")
    lowest = min(segment.address for segment in segments)
    return Image(
        path, segments, executable, _functions(elf), lowest, elf["e_machine"], elf["e_entry"]
    )


def _functions(elf: ELFFile) -> tuple[Symbol, ...]:
    table = elf.get_section_by_name(".symtab")
    if not isinstance(table, SymbolTableSection):
        return ()
    found = {
        symbol["st_value"] & ~1: Symbol(
            symbol["st_value"] & ~1, symbol["st_size"], readable(symbol.name)
        )
        for symbol in table.iter_symbols()
        if symbol["st_info"]["type"] == "STT_FUNC" and symbol["st_shndx"] != "SHN_UNDEF"
    }
    return tuple(sorted(found.values(), key=lambda symbol: symbol.address))


def readable(mangled: str) -> str:
    """A C++ function's qualified name without arguments; other names as they are."""
    if not mangled.startswith("_Z"):
        return mangled
    rest = re.sub(r"^_ZN?[KL]*", "", mangled)
    parts = []
    while match := re.match(r"L?(\d+)", rest):
        length = int(match[1])
        part = rest[match.end() : match.end() + length]
        parts.append("(anonymous)" if part.startswith("_GLOBAL__N") else part)
        rest = rest[match.end() + length :]
    return "::".join(parts) or mangled
