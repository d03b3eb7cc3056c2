"""Which layers' constants are copied to RAM at start-up: those that save most for each byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from neurio_gen.compiler.choice import Candidate
from neurio_gen.compiler.goal import Goal
from neurio_gen.compiler.plan import Constant

_PADDING = 16  # bytes, the widest alignment of a constant


@dataclass(frozen=True)
class _Layer:
    index: int
    nbytes: int
    streamed_bytes: float

    @property
    def rate(self) -> float:
        """How often each byte is read from flash."""
        return self.streamed_bytes / self.nbytes


def layers_in_ram(calls: Sequence[Candidate], goal: Goal, room: int | None) -> frozenset[int]:
    """The indices of the layers whose constants lie in RAM, `room` bytes of it at most.

    A layer without a prediction counts as if it read its constants once. Without a limit that is
    known there is nothing to gain either: such a board has no flash memory.
    """
    if room is None or not goal.copies_constants:
        return frozenset()
    layers = [_layer(i, call) for i, call in enumerate(calls) if call.flash_bytes]
    chosen = set()
    for layer in sorted(layers, key=lambda each: (-each.rate, each.index)):
        if layer.nbytes <= room:
            chosen.add(layer.index)
            room -= layer.nbytes
    return frozenset(chosen)


def predicted_cost(calls: Sequence[Candidate], goal: Goal, in_ram: frozenset[int]) -> float:
    """What the layers that are predicted cost together."""
    total = 0.0
    for i, call in enumerate(calls):
        if call.work is not None:
            total += call.work.cost(goal.without_waits() if i in in_ram else goal)
    return total


def constants_of(call: Candidate, *, in_ram: bool) -> tuple[Constant, ...]:
    """A layer's constants where they lie."""
    constants = call.lowering.constants
    return tuple(replace(each, in_ram=True) for each in constants) if in_ram else constants


def _layer(index: int, call: Candidate) -> _Layer:
    nbytes = call.flash_bytes + _PADDING * len(call.lowering.constants)
    streamed = call.work.streamed_bytes if call.work else call.flash_bytes
    return _Layer(index, nbytes, streamed)
