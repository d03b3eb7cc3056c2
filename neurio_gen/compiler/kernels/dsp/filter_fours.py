"""Host half of firmware/kernels/dsp/filter_fours.h: strips of pixels, and what they cost."""

from __future__ import annotations

from itertools import product

from neurio_gen.compiler.kernels.dsp.filter_bank import FilterBank
from neurio_gen.compiler.work import Work

STRIPS = 1536, 2048, 4096, 8192
"""Bytes of widened columns that kernels may be told to keep: the more, the fewer passes over the
weights."""

FOURS = tuple(product(STRIPS, (False, True)))
"""The kernels that are compared: each strip, with the shorter and with the longer loop."""

_FEWEST = 6
_TURN, _LONG_TURN = 12, 64
"""Steps of the unrolled loop, behind the first step, for code in flash and in RAM."""
_COPY_AS_READS = 1.4
"""To copy a word takes 3.4 cycles beside the wait for it, 2.5 of an STM32L4."""


def strip_of(pixels: int, quads: int, most_bytes: int) -> int:
    """Pixels of a strip, even: all strips of a layer are about as long, none beyond the bytes.

    Each strip reads all weights once, so deep layers have strips of 6 pixels nevertheless.
    """
    most = max(_FEWEST, most_bytes // (8 * quads)) // 2 * 2
    strips = -(-pixels // most)
    return max(2, -(-pixels // (2 * strips)) * 2)


PIXELS = Work(6, 8)
"""To gather two pixels, beside widening them, as conv_1x1_fours_s8 does: as they lie."""
PATCHES = Work(170, 280)
"""The same of conv_2d_fours_s8: windows of an image."""


def fours_work(bank: FilterBank, pixels: int, strip: int, *, unrolled: bool) -> Work:
    """The work of all filters on so many pixels: counted by the instructions of the loops."""
    quads = bank.quads
    strips = -(-pixels // strip)
    pairs, odd = divmod(pixels, 2)
    blocks = -(-len(bank.weights) // 4)
    block_words = 16 + 4 * quads
    copied = block_words if bank.fours_are_copied else 0
    turns = -(-(2 * quads - 1) // (_LONG_TURN if unrolled else _TURN))
    filters = Work(14 * 2 * quads + 47 + 5 * turns, 15 * 2 * quads + 75 + 7 * turns)
    if bank.two_sided:
        filters += Work(16, 16)
    # What lies in RAM is not copied: the copy's cycles stand with those of reading flash memory.
    a_block = Work(70 + copied, 140, 4 * block_words + 4 * copied * _COPY_AS_READS)
    one = Work(18 * quads + 80, 22 * quads + 130, 4 * block_words)
    return pairs * blocks * filters + strips * blocks * a_block + odd * blocks * one


def gathered_work(bank: FilterBank, pixels: int, gathering: Work) -> Work:
    """The work of gathering so many pixels and of widening them, two at a time."""
    return -(-pixels // 2) * (bank.quads * Work(12, 14) + gathering)
