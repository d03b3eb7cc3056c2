"""The checksum of the RP2040's boot block, without which its boot ROM does not start the image."""

import struct
from pathlib import Path

SECTION = ".boot_block"
_POLYNOMIAL = 0x04C11DB7


def seal(target, source, env) -> None:
    """Writes the checksum of the block into the block's last four bytes, in the ELF."""
    path = Path(str(target[0]))
    elf = bytearray(path.read_bytes())
    offset, size = _find(elf)
    end = offset + size - 4
    elf[end : end + 4] = struct.pack("<I", checksum(elf[offset:end]))
    path.write_bytes(elf)


def checksum(data: bytes) -> int:
    """CRC-32 as the boot ROM computes it (RP2040 data sheet, 2.8.1.3.1): not reflected."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ (_POLYNOMIAL if value >> 31 else 0)) & 0xFFFFFFFF
    return value


def _find(elf: bytes) -> tuple[int, int]:
    """Where the block lies in the file, and its length."""
    (table,) = struct.unpack_from("<I", elf, 32)
    entry, count, names = struct.unpack_from("<HHH", elf, 46)
    headers = [struct.unpack_from("<6I", elf, table + entry * index) for index in range(count)]
    for name, _, _, _, offset, size in headers:
        begin = headers[names][4] + name
        if elf[begin : elf.index(b"\0", begin)].decode() == SECTION:
            return offset, size
    raise ValueError(f"the image has no section {SECTION}")
