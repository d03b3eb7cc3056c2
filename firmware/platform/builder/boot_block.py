"""The checksum of the RP2040's boot block, without which its boot ROM does not start the image."""

import struct
from pathlib import Path

import elf

SECTION = ".boot_block"
_POLYNOMIAL = 0x04C11DB7


def seal(target, source, env) -> None:
    """Writes the checksum of the block into the block's last four bytes, in the ELF."""
    path = Path(str(target[0]))
    image = bytearray(path.read_bytes())
    offset, size = elf.find_section(image, SECTION)
    end = offset + size - 4
    image[end : end + 4] = struct.pack("<I", checksum(image[offset:end]))
    path.write_bytes(image)


def checksum(data: bytes) -> int:
    """CRC-32 as the boot ROM computes it (RP2040 data sheet, 2.8.1.3.1): not reflected."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ (_POLYNOMIAL if value >> 31 else 0)) & 0xFFFFFFFF
    return value
