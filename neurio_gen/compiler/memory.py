"""The arena: where each intermediate tensor lies while it is alive.

Placing intervals in time with sizes in space is NP-hard; a few greedy orders and a bounded,
seeded search reach the lower bound on most networks.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

ALIGNMENT = 16
"""Bytes; every offset is a multiple, so kernels may load words and vectors."""

_SHUFFLES = 300
"""Random orders tried where the greedy ones miss the lower bound."""

_COMPARISONS = 30_000_000
"""Comparisons of two spans in all random orders: fewer orders where there are many spans."""


@dataclass(frozen=True)
class Span:
    """A need for `nbytes` from step `first` to step `last`, both included."""

    nbytes: int
    first: int
    last: int


@dataclass(frozen=True)
class Layout:
    """Offsets in bytes, one per span, and the size of the arena they need."""

    offsets: tuple[int, ...]
    arena_bytes: int
    lower_bound: int


def plan_memory(spans: Sequence[Span], *, search: bool = True) -> Layout:
    """Offsets so that spans alive at the same step never overlap. Deterministic.

    Without `search`, the first order is taken, whatever it needs.
    """
    bound = _lower_bound(spans)
    ids = list(range(len(spans)))
    orders = [
        sorted(ids, key=lambda i: (-spans[i].nbytes, spans[i].first)),
        sorted(ids, key=lambda i: (spans[i].first - spans[i].last, -spans[i].nbytes)),
        sorted(ids, key=lambda i: (spans[i].first, -spans[i].nbytes)),
        sorted(ids, key=lambda i: (-spans[i].last, -spans[i].nbytes)),
    ]
    best: tuple[int, list[int]] | None = None
    generator = random.Random(0)
    for attempt in range(len(orders) + min(_SHUFFLES, _COMPARISONS // (len(ids) + 1) ** 2)):
        if attempt < len(orders):
            order = orders[attempt]
        else:
            order = list(orders[0])
            for _ in range(1 + attempt % 4):
                a, b = generator.randrange(len(ids)), generator.randrange(len(ids))
                order[a], order[b] = order[b], order[a]
        offsets = _first_fit(spans, order)
        size = max((offsets[i] + _aligned(spans[i].nbytes) for i in ids), default=0)
        if best is None or size < best[0]:
            best = (size, offsets)
        if best[0] <= bound or len(ids) < 2 or not search:
            break
    assert best is not None
    return Layout(tuple(best[1]), best[0], bound)


def _aligned(nbytes: int) -> int:
    return -(-nbytes // ALIGNMENT) * ALIGNMENT


def _lower_bound(spans: Sequence[Span]) -> int:
    """The largest number of bytes alive at one step."""
    steps = {span.first for span in spans}
    return max(
        (sum(_aligned(s.nbytes) for s in spans if s.first <= step <= s.last) for step in steps),
        default=0,
    )


def _first_fit(spans: Sequence[Span], order: Sequence[int]) -> list[int]:
    """Each span in turn at the lowest offset that is free during its life."""
    offsets = [0] * len(spans)
    placed: list[int] = []
    for i in order:
        span = spans[i]
        taken = sorted(
            (offsets[j], offsets[j] + _aligned(spans[j].nbytes))
            for j in placed
            if spans[j].first <= span.last and span.first <= spans[j].last
        )
        offset = 0
        for begin, end in taken:
            if offset + _aligned(span.nbytes) <= begin:
                break
            offset = max(offset, end)
        offsets[i] = offset
        placed.append(i)
    return offsets
