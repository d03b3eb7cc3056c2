"""Which of several results of one thing counts: the last, unless it failed and another did not."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from neurio_gen.results.schema import Result

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def device_kind(result: Result) -> str:
    """`silicon` or `emulated`: figures of the two are never one series."""
    return "silicon" if result.device == "serial" else "emulated"


def latest(
    items: Iterable[T], key: Callable[[Result], K], result: Callable[[T], Result]
) -> dict[K, T]:
    """By key, the last of `items`, which come the oldest first, in the order of first appearance.

    A failed attempt never takes the place of a result: a board that was not plugged in once says
    nothing of what was measured before.
    """
    found: dict[K, T] = {}
    for item in items:
        name = key(result(item))
        known = found.get(name)
        if known is None or result(item).status == "ok" or result(known).status != "ok":
            found[name] = item
    return found
