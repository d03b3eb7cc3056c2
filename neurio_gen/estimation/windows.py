"""How windows of a convolution lie on its image, and what it takes to copy what is under them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Numbers = Mapping[str, int]
"""The whole numbers among a call's parameters by the names of their fields."""

Loops = dict[str, float]
"""How often what is done in a call, by names that a kernel's rates have, too."""


@dataclass(frozen=True)
class Axis:
    """One axis of a convolution: `taps` of a window lie `dilation` apart, windows `stride`."""

    length: int
    outputs: int
    taps: int
    stride: int
    dilation: int
    pad: int

    def inside(self, output: int) -> int:
        """How many taps of a window lie inside of the image."""
        start = output * self.stride - self.pad
        return sum(0 <= start + tap * self.dilation < self.length for tap in range(self.taps))

    def all_inside(self) -> list[int]:
        """The same for each window, 0 to `taps`."""
        return [self.inside(output) for output in range(self.outputs)]


def axes(numbers: Numbers) -> tuple[Axis, Axis]:
    """Rows and columns of a call that has Patches among its parameters."""
    rows, columns = (
        Axis(
            numbers[length],
            numbers[f"output_{length}"],
            numbers[f"window_{length}"],
            numbers[f"stride_{length}"],
            numbers[f"dilation_{length}"],
            numbers[pad],
        )
        for length, pad in (("height", "pad_top"), ("width", "pad_left"))
    )
    return rows, columns


def gathered(numbers: Numbers, windows: Iterable[tuple[int, int]]) -> Loops:
    """The loops of `gather_patch` for windows of so many rows and columns inside of the image."""
    channels = numbers["channels"]
    whole_rows, row_bytes = numbers["window_height"], numbers["window_width"] * channels
    words = channels % 4 == 0
    names = (
        *("", "*rows", "*runs", "*four-words", "*words", "*words-outside"),
        *("*bytes", "*bytes-outside", "*border"),
    )
    loops = {f"gathered{name}": 0.0 for name in names}
    for (rows, columns), count in Counter(windows).items():
        runs, run = rows, columns * channels
        if numbers["dilation_width"] > 1:
            runs, run = rows * columns, channels
        outside = whole_rows * row_bytes - rows * columns * channels
        loops["gathered"] += count
        loops["gathered*rows"] += count * rows
        loops["gathered*runs"] += count * (runs - rows)
        if words:
            loops["gathered*four-words"] += count * runs * (run // 16)
            loops["gathered*words"] += count * runs * (run % 16 // 4)
            loops["gathered*words-outside"] += count * outside / 4
        else:
            loops["gathered*bytes"] += count * runs * run
            loops["gathered*bytes-outside"] += count * outside
        loops["gathered*border"] += count * (outside > 0)
    return loops


def filled(numbers: Numbers, row_bytes: int, strips: Iterable[int]) -> Loops:
    """The loops of `fill_strip` for the strips of these rows of the output."""
    width = numbers["width"] * numbers["channels"]
    before = min(numbers["pad_left"] * numbers["channels"], row_bytes)
    inside = min(width, row_bytes - before)
    names = (
        *("", "*rows", "*rows-outside", "*four-words", "*words"),
        *("*bytes", "*bytes-outside"),
    )
    loops = {f"strips{name}": 0.0 for name in names}
    for output in strips:
        top = output * numbers["stride_height"] - numbers["pad_top"]
        loops["strips"] += 1
        for tap in range(numbers["window_height"]):
            y = top + tap * numbers["dilation_height"]
            if not 0 <= y < numbers["height"]:
                loops["strips*rows-outside"] += 1
                loops["strips*bytes-outside"] += row_bytes
                continue
            aligned = (y * width) % 4 == 0 and (tap * row_bytes + before) % 4 == 0
            fours = inside // 16 if aligned else 0
            loops["strips*rows"] += 1
            loops["strips*four-words"] += fours
            loops["strips*words"] += (inside - 16 * fours) // 4
            loops["strips*bytes"] += inside % 4
            loops["strips*bytes-outside"] += row_bytes - inside
    return loops
