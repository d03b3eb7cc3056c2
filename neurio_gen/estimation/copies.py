"""The loops of kernels that move elements: what they copy by `memcpy`, in words or in bytes.

They follow firmware/support/memory.cc and the kernels of the names below. A copy goes by words
where both ends are aligned. Tensors begin at words.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from neurio_gen.estimation.windows import Loops, Numbers

_WORD = 4


def concatenation(numbers: Numbers) -> Loops:
    """A block of each input in turn."""
    return _blocks(numbers, "read", numbers["inputs"])


def split(numbers: Numbers) -> Loops:
    """A block for each output in turn."""
    return _blocks(numbers, "written", numbers["outputs"])


def gather(numbers: Numbers) -> Loops:
    """A slice for each index."""
    blocks = numbers["batches"] * numbers["outer"]
    count = blocks * numbers["indices"]
    return {
        "call": 1,
        "blocks": blocks,
        **_copies([(count, numbers["bytes"], _odds(numbers["bytes"]))]),
    }


def mapped_copy(numbers: Numbers) -> Loops:
    """Chunks from places that tables tell."""
    shape = [numbers[f"shape_{axis}"] for axis in range(4)]
    rows, chunk = prod(shape[:3]), numbers["chunk"]
    count = rows * shape[3]
    copied = count if chunk > 1 else 0
    return {
        "call": 1,
        "outer": shape[0] + shape[0] * shape[1],
        "rows": rows,
        "elements": count - copied,
        **_copies([(copied, chunk, _odds(chunk))]),
    }


def strided_copy(numbers: Numbers) -> Loops:
    """Rows of chunks, a stride apart; elements of one, two or four bytes are no `memcpy`."""
    axes = sum(name.startswith("shape_") for name in numbers)
    shape = [numbers[f"shape_{axis}"] for axis in range(axes)]
    chunk, unit = numbers["chunk"], numbers["unit"]
    rows, count = prod(shape[:-1]), prod(shape)
    steps = [numbers[f"strides_{axis}"] for axis in range(axes) if shape[axis] > 1]
    together = all(number % _WORD == 0 for number in (*steps, numbers["offset"]))
    share = _odds(chunk) if not together else float(chunk % _WORD == 0)
    if together and chunk % _WORD:
        share = _odds(chunk) ** 0.5  # the input's end is aligned, the output's now and then
    copied = 0 if unit else count
    return {
        "call": 1,
        "rows": rows,
        "carries": sum(prod(shape[:axis]) for axis in range(1, axes - 1)),
        "elements": count - copied,
        **_copies([(copied, chunk, share)]),
    }


def _odds(size: int) -> float:
    """How often both ends of a copy are aligned where both are at any multiple of `size`."""
    return {0: 1.0, 2: 0.25}.get(size % _WORD, 0.0625)


def _blocks(numbers: Numbers, end: str, count: int) -> Loops:
    """Blocks of `count` tensors in turn make up one tensor, or come of it."""
    outer = numbers["outer"]
    sizes = [numbers[f"{end}_bytes_{index}"] // outer for index in range(count)]
    whole = sum(sizes)
    found = []
    begin = 0
    for size in sizes:
        turns = range(min(outer, _WORD))  # alignments come again after four
        aligned = sum(turn * size % _WORD == 0 == (turn * whole + begin) % _WORD for turn in turns)
        found.append((outer, size, aligned / len(turns)))
        begin += size
    return {"call": 1, "turns": outer, **_copies(found)}


def _copies(copies: Iterable[tuple[int, int, float]]) -> Loops:
    """So many copies of so many bytes, of which a share goes by words."""
    loops = {"copies": 0.0, "copies*words": 0.0, "copies*bytes": 0.0}
    for count, size, share in copies:
        loops["copies"] += count
        loops["copies*words"] += count * share * (size // _WORD)
        loops["copies*bytes"] += count * (share * (size % _WORD) + (1 - share) * size)
    return loops
