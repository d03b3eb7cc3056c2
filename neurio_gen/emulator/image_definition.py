"""The block that says what an image is, without which the RP2350's boot ROM does not start it."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from neurio_gen.emulator.fault import Violation

SEARCHED_BYTES = 4096
_START, _END = 0xFFFFDED3, 0xAB123579
_IMAGE_TYPE = 0x42
_LAST_ITEM = 0xFF
_WORDS = 5


@dataclass(frozen=True)
class ImageDefinition:
    """What the item IMAGE_TYPE has to say: executable, cores and chip (RP2350, 5.9.3)."""

    image_type: int

    def check(self, content: bytes) -> None:
        """Raises Violation where the boot ROM would refuse an image that begins so.

        The block is looked for at multiples of four in the first 4 KiB. Only a block of one item
        that is linked to no other is known here.
        """
        words = struct.unpack(f"<{SEARCHED_BYTES // 4}I", content[:SEARCHED_BYTES])
        if _START not in words[: -_WORDS + 1]:
            raise Violation(
                "the first 4 KiB of the image hold no IMAGE_DEF block: the boot ROM does not "
                "start it"
            )
        first = words.index(_START)
        _, item, last, link, end = words[first : first + _WORDS]
        if (item & 0xFFFF, last, link, end) != (_IMAGE_TYPE | 1 << 8, _LAST_ITEM | 1 << 8, 0, _END):
            raise Violation("the IMAGE_DEF block is not closed: the boot ROM does not start it")
        if item >> 16 != self.image_type:
            raise Violation(
                f"the IMAGE_DEF block is for image type 0x{item >> 16:04x}, this chip's cores "
                f"start 0x{self.image_type:04x}"
            )
