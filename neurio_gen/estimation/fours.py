"""The loops of kernels that take pixels in pairs and filters in fours, by strips of pixels.

They follow firmware/kernels/dsp/filter_fours.h and the kernels of the names below, line by line.
"""

from __future__ import annotations

from collections.abc import Iterator

from neurio_gen.estimation.columns import clamp
from neurio_gen.estimation.windows import Loops, Numbers, axes, filled, gathered

_TURN, _LONG_TURN = 12, 64
"""Steps of the unrolled loops, behind the first one, for code in flash and in RAM."""
_TURN_OF_ONE = 6
"""Quads of the unrolled loop for a single pixel."""
_CONSTANT_RUNS = (3, 4, 5, 9, 15)
"""Bytes of a window's row that have loops of their own."""


def conv_1x1_fours_s8(numbers: Numbers) -> Loops:
    """Pixels as they lie in the image."""
    pairs = sum(count for _, count in _runs(numbers, numbers["pixels"]))
    return {
        **_filters(numbers, numbers["pixels"]),
        "widened": pairs,
        "widened*quads": pairs * numbers["quads"],
    }


def conv_2d_fours_s8(numbers: Numbers) -> Loops:
    """Windows of an image, two inside of it in one go, others copied first."""
    rows, columns = axes(numbers)
    by_row, by_column = rows.all_inside(), columns.all_inside()
    width, pixels = columns.outputs, rows.outputs * columns.outputs
    words = numbers["window_width"] * numbers["channels"] % 4 == 0 and columns.dilation == 1
    direct = copied = 0
    windows = []
    for first, pairs in _runs(numbers, pixels):
        for pixel in range(first, first + 2 * pairs, 2):
            y, x = divmod(pixel, width)
            inside = (
                words
                and x + 1 < width
                and by_row[y] == rows.taps
                and by_column[x] == by_column[x + 1] == columns.taps
            )
            if inside:
                direct += 1
                continue
            copied += 1
            for each in (pixel, pixel + 1):
                y, x = divmod(each, width)
                windows.append((by_row[y], by_column[x]))
    row_quads = numbers["window_width"] * numbers["channels"] // 4
    return {
        **_filters(numbers, pixels),
        **gathered(numbers, windows),
        "direct": direct,
        "direct*rows": direct * rows.taps,
        "direct*rows*quads": direct * rows.taps * row_quads,
        "copied": copied,
        "copied*quads": copied * numbers["quads"],
    }


def conv_2d_strip_fours_s8(numbers: Numbers) -> Loops:
    """Windows in a strip of the image that was copied, row by row of the output."""
    rows, columns = axes(numbers)
    width, pixels = columns.outputs, rows.outputs * columns.outputs
    strips: list[int] = []
    runs = widened = 0
    for first, pairs in _runs(numbers, pixels):
        last = first + 2 * pairs - 1
        touched = range(first // width, last // width + 1)
        strips += [row for row in touched if not strips or row != strips[-1]]
        runs += len(touched)
        widened += 2 * pairs
    return {
        **_filters(numbers, pixels),
        **filled(numbers, numbers["row_bytes"], strips),
        "runs": runs,
        **_windows(numbers, widened),
    }


def _windows(numbers: Numbers, widened: int) -> Loops:
    """The loops of `widen_windows` for so many windows."""
    run, rows = numbers["window_width"] * numbers["channels"], numbers["window_height"]
    loops: Loops = {}
    for each in (*_CONSTANT_RUNS, 0):
        count = widened if run == each or (each == 0 and run not in _CONSTANT_RUNS) else 0
        kind = f"windows-of-{each}" if each else "windows"
        loops |= {kind: count, f"{kind}*rows": count * rows}
    loops["windows*rows*quads"] = loops["windows*rows"] * (run // 4)
    loops["windows*rows*bytes"] = loops["windows*rows"] * (run % 4)
    return loops


def _runs(numbers: Numbers, pixels: int) -> Iterator[tuple[int, int]]:
    """First pixel and pairs of each run: see `convolve_in_strips`.

    The one pixel that is left of an odd number is widened as the second of a pair.
    """
    strip = numbers["strip"]
    for first in range(0, pixels, strip):
        count = min(strip, pixels - first)
        if count % 2 and first and not numbers["constants_in_ram"]:
            yield first - 1, (count + 1) // 2
            continue
        if count > 1:
            yield first, count // 2
        if count % 2:
            yield first + count - 2, 1


def _is_left(numbers: Numbers, pixels: int) -> bool:
    """Whether one pixel is computed alone."""
    return pixels % 2 == 1 and (pixels <= numbers["strip"] or bool(numbers["constants_in_ram"]))


def _filters(numbers: Numbers, pixels: int) -> Loops:
    """All filters on so many pixels."""
    one = _is_left(numbers, pixels)
    each = list(_runs(numbers, pixels))
    runs, pairs = len(each) - one, sum(count for _, count in each) - one
    blocks = -(-numbers["filters"] // 4)
    quads = numbers["quads"]
    steps = 2 * quads
    words = 16 + 4 * quads
    copied = numbers["copied"]
    from_flash = not copied and not numbers["constants_in_ram"]
    two_sided = any(numbers.get(f"k{form}FoursTwoSided") for form in ("", "Long"))
    turn = _LONG_TURN if any(name.startswith("kLongFours") for name in numbers) else _TURN
    return {
        "call": 1,
        "strips-of-pixels": runs,
        "blocks": runs * blocks,
        "blocks*copied": runs * blocks * copied,
        "blocks*copied*words": runs * blocks * copied * words,
        "blocks*kept*words": runs * blocks * (1 - copied) * words,
        "pairs*blocks": pairs * blocks,
        "pairs*blocks*two-sided": pairs * blocks * two_sided,
        "pairs*blocks*steps": pairs * blocks * steps,
        "pairs*blocks*steps*from-flash": pairs * blocks * steps * from_flash,
        "pairs*blocks*turns": pairs * blocks * -(-(steps - 1) // turn),
        "one": one,
        "one*blocks": one * blocks,
        "one*blocks*two-sided": one * blocks * two_sided,
        "one*blocks*turns": one * blocks * (quads // _TURN_OF_ONE),
        "one*blocks*quads": one * blocks * (quads % _TURN_OF_ONE),
        "one*blocks*words": one * blocks * words,
        **clamp(numbers, pixels * numbers["filters"]),
    }
