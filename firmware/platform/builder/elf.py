"""What the build reads of ELF files (32 bits, little-endian): what is flashed, who calls what."""

import struct
from dataclasses import dataclass
from pathlib import Path

_LOAD = 1
_CODE = 4  # SHF_EXECINSTR
_ALLOCATED = 2  # SHF_ALLOC
_SYMBOLS, _RELA, _REL = 2, 4, 9  # SHT_
_LOCAL = 0  # STB_LOCAL
_RESERVED = 0xFF00  # SHN_LORESERVE


def write_binary(target, source, env) -> None:
    """Writes what lies in flash as plain bytes, from the first address on; gaps hold zeros."""
    pieces = loaded(Path(str(source[0])).read_bytes())
    first = min(address for address, _ in pieces)
    binary = bytearray(max(address + len(data) for address, data in pieces) - first)
    for address, data in pieces:
        binary[address - first : address - first + len(data)] = data
    Path(str(target[0])).write_bytes(binary)


def loaded(elf: bytes) -> list[tuple[int, bytes]]:
    """The bytes that are flashed, each piece with its address there."""
    (table,) = struct.unpack_from("<I", elf, 28)
    entry, count = struct.unpack_from("<HH", elf, 42)
    headers = [struct.unpack_from("<5I", elf, table + entry * index) for index in range(count)]
    return [
        (address, elf[offset : offset + size])
        for kind, offset, _, address, size in headers
        if kind == _LOAD and size
    ]


def code_bytes(elf: bytes) -> int:
    """Bytes of all sections of code, each padded to a multiple of eight."""
    headers = _sections(elf)
    return sum(-(-header[5] // 8) * 8 for header in headers if header[2] & _CODE)


def find_section(elf: bytes, name: str) -> tuple[int, int]:
    """Where a section lies in the file, and its length. Raises ValueError if there is none."""
    (names,) = struct.unpack_from("<H", elf, 50)
    headers = _sections(elf)
    for header in headers:
        begin = headers[names][4] + header[0]
        if elf[begin : elf.index(b"\0", begin)].decode() == name:
            return header[4], header[5]
    raise ValueError(f"the image has no section {name}")


@dataclass(frozen=True)
class ObjectFile:
    """An object as linkers see it: sections by number, each with what it refers to.

    `sizes` are bytes, padded to a multiple of four. `defined` leads from names that other files may
    use to sections, `references` from a section to names, and to sections of the same file.
    """

    sizes: dict[int, int]
    defined: dict[str, int]
    references: dict[int, set[str | int]]


def read_object(elf: bytes) -> ObjectFile:
    """An object file of the compiler."""
    headers = _sections(elf)
    sizes = {
        index: -(-header[5] // 4) * 4
        for index, header in enumerate(headers)
        if header[2] & _ALLOCATED
    }
    named = next((_named(elf, headers, each) for each in headers if each[1] == _SYMBOLS), [])
    defined = {name: section for name, section, local in named if name and not local and section}
    references: dict[int, set[str | int]] = {}
    for header in headers:
        step = {_REL: 8, _RELA: 12}.get(header[1])
        if step is None:
            continue
        to = references.setdefault(header[7], set())
        for offset in range(header[4], header[4] + header[5], step):
            name, section, local = named[struct.unpack_from("<I", elf, offset + 4)[0] >> 8]
            to.add(section if local else name)
    return ObjectFile(sizes, defined, references)


def _sections(elf: bytes) -> list[tuple[int, ...]]:
    """The header of each section: ten words."""
    (table,) = struct.unpack_from("<I", elf, 32)
    entry, count = struct.unpack_from("<HH", elf, 46)
    return [struct.unpack_from("<10I", elf, table + entry * index) for index in range(count)]


def _named(elf: bytes, headers: list[tuple[int, ...]], table: tuple[int, ...]) -> list:
    """Name, section and whether no other file sees it, of each symbol; section 0 is elsewhere."""
    strings = headers[table[6]][4]
    content = elf[table[4] : table[4] + table[5]]
    return [
        (
            elf[strings + name : elf.index(b"\0", strings + name)].decode(),
            section if section < _RESERVED else 0,
            info >> 4 == _LOCAL,
        )
        for name, _, _, info, _, section in struct.iter_unpack("<IIIBBH", content)
    ]
