"""Intel HEX, revision A of 1988: bytes at 32-bit addresses as text."""

from __future__ import annotations

from collections.abc import Iterator

_ROW_BYTES = 16
_SEGMENT_BYTES = 1 << 16
_DATA, _END, _UPPER_ADDRESS = 0x00, 0x01, 0x04


def render(content: bytes, origin: int) -> str:
    """The file of bytes that begin at `origin`, a multiple of 16."""
    return "".join(f"{record}\n" for record in _records(content, origin))


def _records(content: bytes, origin: int) -> Iterator[str]:
    for offset in range(0, len(content), _ROW_BYTES):
        address = origin + offset
        if offset == 0 or address % _SEGMENT_BYTES == 0:
            yield _record(0, _UPPER_ADDRESS, (address >> 16).to_bytes(2, "big"))
        yield _record(address % _SEGMENT_BYTES, _DATA, content[offset : offset + _ROW_BYTES])
    yield _record(0, _END, b"")


def _record(address: int, kind: int, data: bytes) -> str:
    """Length, address, kind, data, and what makes the sum of all bytes a multiple of 256."""
    body = bytes([len(data), *address.to_bytes(2, "big"), kind, *data])
    return f":{body.hex().upper()}{-sum(body) & 0xFF:02X}"
