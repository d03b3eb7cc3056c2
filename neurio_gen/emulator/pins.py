"""Edges on pins, as a probe on the board would see them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Edge:
    """A pin has become high or low, after so many virtual seconds and executed instructions."""

    pin: str
    high: bool
    seconds: Fraction
    instructions: int


class PinRecorder:
    """Keeps the edges of the `watched` pins, by their names on the chip, such as PE9."""

    def __init__(
        self,
        watched: Collection[str],
        seconds: Callable[[], Fraction],
        instructions: Callable[[], int],
    ) -> None:
        self._watched = frozenset(watched)
        self._seconds = seconds
        self._instructions = instructions
        self._edges: list[Edge] = []

    def note(self, pin: str, high: bool) -> None:
        """Called when the level of an output changes."""
        if pin not in self._watched:
            return
        self._edges.append(Edge(pin, high, self._seconds(), self._instructions()))

    def take(self) -> tuple[Edge, ...]:
        """The edges since the last call."""
        edges, self._edges = tuple(self._edges), []
        return edges
