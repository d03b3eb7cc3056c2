"""Host half of firmware/kernels/dsp/filter_fours.h: how long its strips of pixels are."""

from __future__ import annotations

_STRIP_BYTES = 6144
_FEWEST = 16


def strip_of(pixels: int, quads: int) -> int:
    """Pixels of a strip, even: all strips of a layer are about as long, none much beyond 6 KB.

    Each strip reads all weights once, so deep layers have strips of 16 pixels nevertheless.
    """
    most = max(_FEWEST, _STRIP_BYTES // (8 * quads)) // 2 * 2
    strips = -(-pixels // most)
    return max(2, -(-pixels // (2 * strips)) * 2)
