"""Where an image's kernels, stack, buffers and constants lie in a board's memories.

A board may have RAM that kernels run from faster than from flash, and RAM that data is read from
faster than from the RAM that images are made for. Buffers and arena, which are used most, go first,
then the stack, then the constants that are copied to RAM; kernels take what is left for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from neurio_gen.boards import Board
from neurio_gen.boards.board import RAM, MemoryRegion

BELOW, ABOVE = "ram_below", "ram_above"
"""What the build calls the RAM before and from where the kernels' memory is seen in it."""

_LEAST = 12 * 1024
"""Bytes of code that most models need: kernels are moved where there is room for so much."""

Sizes = Mapping[str, int]
"""Bytes of the sections `stack`, `data` and `bss`."""


def place(board: Board, sizes: Sizes, names: Sequence[str]) -> dict[str, object]:
    """What the build is told: the memories of sections, the kernels in order, the room for them.

    `names` are the kernels, those first that gain most. Empty where all lies in flash and `ram`.
    """
    ram = board.region(RAM)
    if ram is None:
        return {}
    places = _fast(board.region(board.fast), sizes)
    kernels = board.region(board.kernels)
    if not names or kernels is None:
        return {**places}
    if kernels.seen_at is not None:
        split = _split(ram, kernels, kernels.seen_at, sizes)
        return {"kernels": kernels.name, "names": [*names], **split} if split else {}
    used = sum(sizes.values()) if kernels.name == RAM else 0
    room = kernels.length - used
    if room < _LEAST:
        return {**places}
    return {"kernels": kernels.name, "names": [*names], "room": room, **places}


def _fast(fast: MemoryRegion | None, sizes: Sizes) -> dict[str, str]:
    """The sections that fit the fast memory, which buffers need most."""
    places: dict[str, str] = {}
    room = fast.length if fast else 0
    for section in ("bss", "stack", "data"):
        if fast and 0 < sizes[section] <= room:
            places[section] = fast.name
            room -= sizes[section]
    return places


def _split(
    ram: MemoryRegion, kernels: MemoryRegion, seen_at: int, sizes: Sizes
) -> dict[str, object] | None:
    """The sections before and behind the kernels, where that leaves most room for these.

    None where it leaves too little in any way.
    """
    best: dict[str, object] | None = None
    most = _LEAST - 1
    for data, bss in product((BELOW, ABOVE), repeat=2):
        places = {"stack": BELOW, "data": data, "bss": bss}
        used = {
            part: sum(sizes[name] for name, place in places.items() if place == part)
            for part in (BELOW, ABOVE)
        }
        room = min(kernels.length, ram.end - seen_at - used[ABOVE])
        if used[BELOW] <= seen_at - ram.origin and room > most:
            best, most = {**places, "room": room}, room
    return best
