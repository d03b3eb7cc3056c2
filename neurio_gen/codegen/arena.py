"""Names for what lies in the arena: `kLayer3OutputAt`, `kLayer3ScratchAt`, `kState0At`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from neurio_gen.codegen.constants import comment
from neurio_gen.codegen.text import shape
from neurio_gen.compiler.plan import Buffer, KeptState, Layer, Place, Plan


@dataclass(frozen=True)
class Slot:
    """A span of the arena under a name. `offset` in bytes; `comment` says what it holds."""

    name: str
    offset: int
    comment: str


@dataclass(frozen=True)
class Arena:
    """The slots of a plan: its states, then in the order in which layers write them.

    `arguments` has for each layer the slots' names of its reads, writes and scratch memory, one
    after the other; None for what does not lie in the arena.
    """

    slots: tuple[Slot, ...]
    arguments: tuple[tuple[str | None, ...], ...]


def name_arena(plan: Plan) -> Arena:
    """A slot for every state, every tensor that a layer writes into the arena, and all scratch."""
    slots = [_state(i, state) for i, state in enumerate(plan.states)]
    arguments: list[tuple[str | None, ...]] = []
    names = {slot.offset: slot.name for slot in slots}
    for layer in plan.layers:
        # What a layer reads at an offset is what was written there last.
        found = [_name(buffer, names) for buffer in layer.reads]
        for buffer, slot in _written(layer):
            if buffer.place is Place.ARENA and not buffer.skip:
                slots.append(slot)
                names[slot.offset] = slot.name
            found.append(_name(buffer, names))
        arguments.append(tuple(found))
    return Arena(tuple(slots), tuple(arguments))


def _name(buffer: Buffer, names: Mapping[int, str]) -> str | None:
    return names[buffer.offset] if buffer.place in (Place.ARENA, Place.STATE) else None


def _state(index: int, state: KeptState) -> Slot:
    what = f"state, {state.buffer.nbytes:,} bytes: "
    return Slot(f"kState{index}At", state.buffer.offset, comment(what, state.name))


def _written(layer: Layer) -> list[tuple[Buffer, Slot]]:
    several = len(layer.writes) > 1
    found = []
    for number, buffer in enumerate(layer.writes):
        name = f"kLayer{layer.index}Output{number if several else ''}At"
        what = f"{shape(buffer.shape)} {buffer.dtype.value}, {buffer.nbytes:,} bytes: "
        found.append((buffer, Slot(name, buffer.offset, comment(what, buffer.name))))
    if layer.scratch is not None:
        what = comment("", f"{layer.scratch.nbytes:,} bytes of scratch memory")
        name = f"kLayer{layer.index}ScratchAt"
        found.append((layer.scratch, Slot(name, layer.scratch.offset, what)))
    return found
