"""How packed and plain weights are written in generated sources: rows for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from neurio_gen.compiler.plan import Part, Rows


def filters(count: int) -> Rows:
    """A row for each of `count` filters."""
    return Rows(tuple(f"filter {i}" for i in range(count)))


def groups(count: int, size: int) -> Rows:
    """A row for each of `count` groups of `size` filters."""
    return Rows(tuple(f"filters {size * i} to {size * i + size - 1}" for i in range(count)))


def taps(height: int, width: int) -> Rows:
    """A row for each tap of a window, with its weights of all channels."""
    return Rows(tuple(f"row {y}, column {x}" for y, x in product(range(height), range(width))))


def pairs(low: Sequence[int], high: Sequence[int], words: int) -> Rows:
    """A row for each pair of filters as firmware/kernels/dsp/filter_pairs.h has it.

    `words` are those of a pair's weights; a `high` of -1 stands for a filter of zeros.
    """
    titles = (
        f"filter {a}, alone" if b < 0 else f"filters {a} (low) and {b} (high)"
        for a, b in zip(low, high, strict=True)
    )
    requantisation = "multiplier, addend, shift"
    return Rows(
        tuple(titles),
        (
            Part("biases: 256 * high + low, low", 2),
            Part("weights: 256 * high + low", words),
            Part(f"{requantisation} of the high filter", 3),
            Part(f"{requantisation} of the low filter", 3),
        ),
    )


def sixes(count: int, quads: int) -> Rows:
    """A row for each six of `count` filters, of `quads` groups of four weights each."""
    titles = (f"filters {first} to {first + 5}, in pairs" for first in range(0, count, 6))
    words = Part("weights of the three pairs in turn: 256 * high + low", 6 * quads)
    return Rows(tuple(titles), (Part("biases: 256 * high + low, low", 6), words))


def requantisation(pairs_of_filters: int) -> Rows:
    """A row for each pair: multiplier, addend and shift of the high filter, then of the low one."""
    titles = (f"filters {2 * i} (low) and {2 * i + 1} (high)" for i in range(pairs_of_filters))
    return Rows(tuple(titles) if pairs_of_filters > 1 else ("all filters",))


def blocks(what: str, count: int, size: int, parts: Sequence[Part]) -> Rows:
    """A row for each block of `size` of `count` filters or channels, the last one up to the end."""
    starts = [*range(0, count - size + 1, size)]
    if count % size and count > size:
        starts.append(count - size)
    titles = tuple(f"{what} {start} to {start + size - 1}" for start in starts)
    return Rows(titles or (f"{what} 0 to {count - 1}",), tuple(parts))


def float_blocks(blocks: Sequence[slice]) -> Rows:
    """A row for each block of filters, which lie interleaved: all filters of an element in turn."""
    return Rows(tuple(f"filters {b.start} to {b.stop - 1}, in turn" for b in blocks))
