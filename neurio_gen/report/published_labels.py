"""Labels of published results: organisation and round, and more only where these are alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neurio_gen.published import PublishedResult


def published_labels(results: Sequence[PublishedResult]) -> list[str]:
    """A label per result: `Krai, v1.1, X-CUBE-AI 8.0.0` beside another of Krai's in that round.

    Board, software, clock and remarks tell alike ones apart, in this order. What all of them share
    is left out. Results that differ in none of these are numbered.
    """
    labels = [f"{each.organisation}, v{each.round}" for each in results]
    boards = [each.board for each in results]
    clocks = [f"{each.megahertz:g} MHz" for each in results]
    for facts in (boards, [r.stack for r in results], clocks, [r.note for r in results]):
        labels = _with(labels, facts)
    return _with(labels, [f"no. {number}" for number in range(1, len(results) + 1)])


def _with(labels: Sequence[str], facts: Sequence[str]) -> list[str]:
    """Labels that are alike with the first part of their facts that not all of them have."""
    told = []
    for label, fact in zip(labels, facts, strict=True):
        alike = [_parts(other) for name, other in zip(labels, facts, strict=True) if name == label]
        own = [part for part in _parts(fact) if not all(part in other for other in alike)]
        told.append(", ".join([label, *own[:1]]))
    return told


def _parts(fact: str) -> list[str]:
    """`HALE 1.0`, `max-perf` and `weights in RAM` of `HALE 1.0 (max-perf: weights in RAM)`."""
    return [part for part in re.split(r", |: | ?[()]", fact) if part]
