"""A second stage of the boot, which a chip's boot ROM copies to RAM and starts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.image import Image

_POLYNOMIAL = 0x04C11DB7
_CHECKSUM_BYTES = 4


@dataclass(frozen=True)
class BootStage:
    """Where its bytes are in flash, where they are copied to, and the stack that it begins with.

    The last four bytes are a checksum of those before.
    """

    source: int
    size: int
    destination: int
    stack: int

    def add_to(self, image: Image) -> Image:
        """The image, in which the copy is code as well."""
        shift = self.destination - self.source
        code = range(self.source, self.source + self.size - _CHECKSUM_BYTES)
        copies = (
            replace(function, address=function.address + shift)
            for function in image.functions
            if function.address in code
        )
        functions = sorted((*image.functions, *copies), key=lambda function: function.address)
        copy = range(code.start + shift, code.stop + shift)
        return replace(image, executable=(*image.executable, copy), functions=tuple(functions))

    def check(self, content: bytes) -> None:
        """Raises Violation where the boot ROM would refuse it."""
        found = int.from_bytes(content[-_CHECKSUM_BYTES:], "little")
        right = checksum(content[:-_CHECKSUM_BYTES])
        if found != right:
            raise Violation(
                f"the second stage of the boot has the checksum 0x{found:08x} instead of "
                f"0x{right:08x}: the boot ROM does not start it",
                address=self.source + self.size - _CHECKSUM_BYTES,
            )


def checksum(content: bytes) -> int:
    """CRC-32 from all ones, most significant bit first, not inverted (RP2040, 2.8.1.3.1)."""
    value = 0xFFFFFFFF
    for byte in content:
        value ^= byte << 24
        for _ in range(8):
            value = value << 1 ^ (_POLYNOMIAL if value >> 31 else 0)
            value &= 0xFFFFFFFF
    return value
