"""What a timing model says of a block of straight code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BlockTiming:
    """Cycles of a block.

    `straight` are those of every execution, `leaving` more where its last instruction branches,
    `entering` more where it was reached by a branch. `starved` are those of every execution that
    it waits for the prefetch unit. `overlaps` are the offsets of loads, in halfwords, that take a
    cycle less than by themselves, because they follow a load on the same bus.
    """

    straight: int
    leaving: int
    entering: int
    starved: int = 0
    overlaps: tuple[int, ...] = ()
