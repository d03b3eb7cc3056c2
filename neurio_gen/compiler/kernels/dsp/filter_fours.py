"""Host half of firmware/kernels/dsp/filter_fours.h: strips of pixels, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.compiler.kernels.dsp.filter_bank import FilterBank
from neurio_gen.compiler.work import Work

STRIPS = 2048, 4096, 8192
"""Bytes of widened columns that kernels may be told to keep: the more, the fewer passes over the
weights."""

_FEWEST = 8
_COPY_AS_READS = 1.4
"""To copy a word takes 3.4 cycles beside the wait for it, 2.5 of an STM32L4."""


def strip_of(pixels: int, quads: int, most_bytes: int) -> int:
    """Pixels of a strip, even: all strips of a layer are about as long, none beyond the bytes.

    Each strip reads all weights once, so deep layers have strips of 8 pixels nevertheless.
    """
    most = max(_FEWEST, most_bytes // (8 * quads)) // 2 * 2
    strips = -(-pixels // most)
    return max(2, -(-pixels // (2 * strips)) * 2)


@dataclass(frozen=True)
class Gathering:
    """What it takes to gather two pixels' columns, beside widening them, as counted on layers."""

    instructions: float
    cycles: float


PIXELS = Gathering(17, 26)
"""conv_1x1_fours_s8: pixels as they lie."""
PATCHES = Gathering(170, 280)
"""conv_2d_fours_s8: windows of an image."""
ROWS = Gathering(196, 360)
"""conv_2d_strip_fours_s8: windows of one to three channels, from copied rows."""


def fours_work(bank: FilterBank, pixels: int, strip: int, gathering: Gathering) -> Work:
    """The work of all filters on so many pixels: counted by the instructions of the loops."""
    quads = bank.quads
    strips = -(-pixels // strip)
    pairs = -(-pixels // 2)
    blocks = -(-len(bank.weights) // 4)
    block_words = 16 + 4 * quads
    copied = block_words if bank.fours_are_copied else 0
    turns = -(-2 * quads // 14)
    filters = Work(14 * 2 * quads + 59 + 5 * turns, 15 * 2 * quads + 95 + 8 * turns)
    if bank.two_sided:
        filters += Work(16, 16)
    a_pair = Work(9 * quads + gathering.instructions, 13.6 * quads + gathering.cycles)
    # What lies in RAM is not copied: the copy's cycles stand with those of reading flash memory.
    a_block = Work(25 + copied, 50, 4 * block_words + 4 * copied * _COPY_AS_READS)
    return pairs * blocks * filters + pairs * a_pair + strips * blocks * a_block
