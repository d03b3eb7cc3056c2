"""What the boot ROM of an i.MX RT reads at the start of the flash before it starts an image."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from neurio_gen.emulator.fault import Violation

HEADER_BYTES = 0x1100
_TAG, _VERSION = 0x42464346, 0x56  # FCFB, "V"
_NOR = 1
_QUAD_READ = 0xEB
_TABLE_AT = 0x1000
_TABLE_HEADER, _TABLE_HEADER_MASK = 0x002000D1, 0x00FFFFFF  # tag, 32 bytes; the version is free


@dataclass(frozen=True)
class BootHeader:
    """Where the flash is mapped, and the bytes of the chip.

    The flash configuration block lies at its start, the image vector table 4 KiB behind (System
    Boot: "FlexSPI NOR boot", "Image vector table", "Boot data structure").
    """

    origin: int
    chip_bytes: int

    def vector_table(self, content: bytes, image_end: int) -> int:
        """The image's vector table, by the flash's first bytes.

        Raises Violation where the ROM would not start the image.
        """
        self._check_flash(content)
        at = self.origin + _TABLE_AT
        header, entry, _, _, boot_data, own, _, _ = struct.unpack_from("<8I", content, _TABLE_AT)
        if header & _TABLE_HEADER_MASK != _TABLE_HEADER or own != at:
            raise Violation(
                f"there is no image vector table: its header is 0x{header:08x}, its own address "
                f"0x{own:08x}: the boot ROM does not start the image",
                address=at,
            )
        offset = boot_data - self.origin
        if not _TABLE_AT <= offset <= HEADER_BYTES - 12:
            raise Violation(
                f"the image vector table has its boot data at 0x{boot_data:08x}, where none are",
                address=at,
            )
        start, size, plugin = struct.unpack_from("<3I", content, offset)
        if start != self.origin or plugin:
            raise Violation(
                f"the boot data are of an image at 0x{start:08x} (plug-in {plugin}), the flash "
                f"begins at 0x{self.origin:08x}",
                address=boot_data,
            )
        if start + size < image_end:
            raise Violation(
                f"the boot data give the image {size:,} bytes, it has {image_end - start:,}",
                address=boot_data,
            )
        return int(entry)

    def _check_flash(self, content: bytes) -> None:
        tag, version = struct.unpack_from("<2I", content)
        if tag != _TAG or version >> 24 != _VERSION:
            raise Violation(
                f"there is no flash configuration block (tag 0x{tag:08x}): the boot ROM does not "
                "start the image",
                address=self.origin,
            )
        device, lines = struct.unpack_from("<2B", content, 0x44)
        (size,) = struct.unpack_from("<I", content, 0x50)
        (command,) = struct.unpack_from("<H", content, 0x80)
        if (device, lines, size) != (_NOR, 4, self.chip_bytes) or command & 0xFF != _QUAD_READ:
            raise Violation(
                f"the flash configuration block is for device type {device} with {lines} lines, "
                f"{size:,} bytes and the read command 0x{command & 0xFF:02x}; the board has a NOR "
                f"flash with 4 lines, {self.chip_bytes:,} bytes and 0x{_QUAD_READ:02x}",
                address=self.origin,
            )
