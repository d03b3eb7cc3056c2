"""What the boot ROM of an ESP32-C3 or C6 loads: a header, and what goes to RAM, in segments.

Espressif describes the format in esptool's documentation, "Firmware image format". Constants stay
in flash, behind the image, where the ROM does not look and the firmware maps them from.
"""

import struct
from functools import reduce
from operator import xor
from pathlib import Path

import elf

_MAGIC, _CHECKSUM_SEED = 0xE9, 0xEF
_DIO = 2
_NO_WRITE_PROTECT_PIN = 0xEE
_ALL_REVISIONS = 0xFFFF
_FLASH_SIZES = {1: 0, 2: 1, 4: 2, 8: 3, 16: 4}  # codes by MiB
_ALIGNMENT = 16


def writer(settings: dict, flash: range):
    """An action that writes the flash's contents; `settings` is the manifest's `boot_image`.

    `flash` are the addresses of constants, as the manifest's memory has them.
    """

    def write(target, source, env) -> None:
        program = Path(str(source[0])).read_bytes()
        (entry,) = struct.unpack_from("<I", program, 24)
        pieces = elf.loaded(program)
        loaded = [piece for piece in pieces if piece[0] not in flash]
        constants = [piece for piece in pieces if piece[0] in flash]
        image = bytearray(build(settings, entry, loaded))
        begin = int(settings["constants_at"], 0)
        if len(image) > begin:
            raise ValueError(f"{len(image)} bytes for RAM reach into the constants at {begin:#x}")
        for address, data in constants:
            at = begin + address - flash.start
            image.extend(b"\xff" * (at - len(image)))
            image.extend(data)
        Path(str(target[0])).write_bytes(image)

    return write


def build(settings: dict, entry: int, loaded: list[tuple[int, bytes]]) -> bytes:
    """The image: header, segments (address and bytes of each), checksum."""
    size_and_speed = _FLASH_SIZES[settings["flash_mib"]] << 4 | settings["flash_speed"]
    image = struct.pack("<4BI", _MAGIC, len(loaded), _DIO, size_and_speed, entry)
    image += struct.pack(
        "<B3xHBHH4xB", _NO_WRITE_PROTECT_PIN, settings["chip_id"], 0, 0, _ALL_REVISIONS, 0
    )
    checksum = _CHECKSUM_SEED
    for address, data in loaded:
        padded = data + bytes(-len(data) % 4)
        image += struct.pack("<II", address, len(padded)) + padded
        checksum = reduce(xor, padded, checksum)
    image += bytes(-(len(image) + 1) % _ALIGNMENT)
    return image + bytes([checksum])
