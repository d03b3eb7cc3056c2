"""What the build reads of a linked ELF (32 bits, little-endian): its sections, what is flashed."""

import struct
from pathlib import Path

_LOAD = 1
_CODE = 4  # SHF_EXECINSTR


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
    (table,) = struct.unpack_from("<I", elf, 32)
    entry, count = struct.unpack_from("<HH", elf, 46)
    headers = [struct.unpack_from("<6I", elf, table + entry * index) for index in range(count)]
    return sum(-(-header[5] // 8) * 8 for header in headers if header[2] & _CODE)


def find_section(elf: bytes, name: str) -> tuple[int, int]:
    """Where a section lies in the file, and its length. Raises ValueError if there is none."""
    (table,) = struct.unpack_from("<I", elf, 32)
    entry, count, names = struct.unpack_from("<HHH", elf, 46)
    headers = [struct.unpack_from("<6I", elf, table + entry * index) for index in range(count)]
    for header in headers:
        begin = headers[names][4] + header[0]
        if elf[begin : elf.index(b"\0", begin)].decode() == name:
            return header[4], header[5]
    raise ValueError(f"the image has no section {name}")
