"""UF2: the files that boot loaders with a drive of their own take.

512-byte blocks, each with an address and 256 bytes of data; the format is Microsoft's.
"""

from __future__ import annotations

import struct

DATA_BYTES = 256
_MAGIC = (0x0A324655, 0x9E5D5157)
_MAGIC_END = 0x0AB16F30
_HAS_FAMILY = 0x2000
_ROOM = 476


def to_uf2(binary: bytes, address: int, family: int) -> bytes:
    """The UF2 file that writes `binary` to `address`, for chips of `family`.

    The last block is filled up with zeros. Raises ValueError where there is nothing to write.
    """
    if not binary:
        raise ValueError("an image without bytes")
    count = -(-len(binary) // DATA_BYTES)
    blocks = bytearray()
    for number in range(count):
        data = binary[number * DATA_BYTES : (number + 1) * DATA_BYTES]
        target = address + number * DATA_BYTES
        blocks += struct.pack(
            "<8I", *_MAGIC, _HAS_FAMILY, target, DATA_BYTES, number, count, family
        )
        blocks += data.ljust(_ROOM, b"\0") + struct.pack("<I", _MAGIC_END)
    return bytes(blocks)
