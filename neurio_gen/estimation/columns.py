"""The loops of kernels that take pixels three at a time, and their filters in pairs.

They follow firmware/kernels/dsp/filter_bank.h and the kernels of the names below, line by line.
"""

from __future__ import annotations

from collections.abc import Iterator

from neurio_gen.estimation.windows import Loops, Numbers, axes, filled, gathered

_KEPT = 52
"""Words that a data cache of 256 bytes keeps beside the call's parameters and ends of its lines."""
_CODE_CACHE_QUADS = 8
"""Turns that the loop over quads is unrolled to: so much of its code is entered at most."""


def conv_1x1_s8(numbers: Numbers) -> Loops:
    """Pixels as they lie in the image."""
    pixels = numbers["pixels"]
    return {**_filters(numbers, pixels), **_clamped(numbers, pixels)}


def conv_2d_columns_s8(numbers: Numbers) -> Loops:
    """Windows of an image, three inside of it in one go, others copied first."""
    rows, columns = axes(numbers)
    pixels = rows.outputs * columns.outputs
    fast, windows = _threes_inside(numbers)
    row_quads = numbers["window_width"] * numbers["channels"] // 4
    return {
        **_filters(numbers, pixels),
        **_clamped(numbers, pixels),
        **gathered(numbers, windows),
        "direct": fast,
        "direct*rows": fast * rows.taps,
        "direct*row-quads": fast * rows.taps * row_quads,
    }


def conv_2d_strip_s8(numbers: Numbers) -> Loops:
    """Windows in a strip of the image that was copied, row by row of the output."""
    rows, columns = axes(numbers)
    pixels = rows.outputs * columns.outputs
    window_row = numbers["window_width"] * numbers["channels"]
    words = -(-window_row // 4)
    unrolled = words <= 3
    return {
        **_filters(numbers, pixels),
        **_clamped(numbers, pixels),
        **filled(numbers, numbers["strip_row_bytes"], range(rows.outputs)),
        "windows": pixels,
        "windows*rows": unrolled * pixels * rows.taps,
        "windows*rows*words": unrolled * pixels * rows.taps * words,
        "windows*looped-rows": (not unrolled) * pixels * rows.taps,
        "windows*looped-rows*words": (not unrolled) * pixels * rows.taps * words,
    }


def dense_row_s8(numbers: Numbers) -> Loops:
    """One row: filters in sixes, what is left of them in pairs, single ones at the end."""
    quads, sixes = numbers["quads"], numbers["in_sixes"] // 6
    pairs = numbers["in_pairs"] // 2
    singles = numbers["filters"] - numbers["in_pairs"]
    words = 6 * sixes * (quads + 1) + (pairs + singles) * (8 + 2 * quads)
    outputs = numbers["in_sixes"] + numbers["filters"]
    return {
        "call": 1,
        "sixes-called": sixes > 0,
        "sixes": sixes,
        "sixes*two-sided": sixes * numbers["two_sided"],
        "sixes*quads": sixes * quads,
        "sixes*odd": sixes * (quads % 2),
        "sixes*turns": sixes * -(-(quads // 2) // 4),
        "sixes-code": (sixes > 0) * min(quads // 2, 4),
        "sixes-own-factors": sixes * (1 - numbers.get("shared", 0)),
        "pairs-called": pairs > 0,
        "pairs-code": (pairs + singles > 0) * min(quads // 2, 8),
        "pairs": pairs,
        "pairs*two-sided": (pairs + singles) * numbers["two_sided"],
        "pairs*quads": (pairs + singles) * quads,
        "pairs*odd": (pairs + singles) * (quads % 2),
        "pairs*turns": (pairs + singles) * -(-(quads // 2) // 8),
        "singles": singles,
        "words": words,
        "words-streamed": words * (words > _KEPT),
        **clamp(numbers, outputs),
    }


def _filters(numbers: Numbers, pixels: int) -> Loops:
    """All filters on so many pixels, by threes and those left over one by one."""
    quads, two_sided = numbers["quads"], numbers["two_sided"]
    pairs = numbers["in_pairs"] // 2
    singles = numbers["filters"] - numbers["in_pairs"]
    loops: Loops = {"call": 1}
    words = (pairs + singles) * (8 + 2 * quads)
    streamed = words > _KEPT
    for name, count in (("threes", pixels // 3), ("ones", pixels % 3)):
        both = count * (pairs + singles)
        odd = quads - 1 if name == "threes" else quads // 2
        loops |= {
            name: count,
            f"{name}*quads": count * quads,
            f"{name}*code": count * min(odd, _CODE_CACHE_QUADS),
            f"{name}*some-pairs": count * (pairs > 0),
            f"{name}*filters": both,
            f"{name}*filters*two-sided": both * two_sided,
            f"{name}*filters*quads": both * quads,
            f"{name}*filters*turns": both * -(-odd // _CODE_CACHE_QUADS),
            f"{name}*singles": count * singles,
        }
        if name == "ones":
            loops[f"{name}*filters*odd"] = both * (quads % 2)
            loops["ones-any"] = count > 0
    groups = pixels // 3 + pixels % 3
    loops["words"] = words
    loops["words-streamed"] = words * groups * streamed
    return loops


def _clamped(numbers: Numbers, pixels: int) -> Loops:
    return clamp(numbers, pixels * numbers["filters"])


def clamp(numbers: Numbers, outputs: int) -> Loops:
    """The codes that are clamped behind the filters, if any are."""
    all_codes = (numbers["activation_min"], numbers["activation_max"]) == (-128, 127)
    return {"clamped": 0 if all_codes else outputs}


def _threes_inside(numbers: Numbers) -> tuple[int, list[tuple[int, int]]]:
    """How many threes are taken from inside of the image; the windows that are gathered."""
    rows, columns = axes(numbers)
    by_row, by_column = rows.all_inside(), columns.all_inside()
    width = columns.outputs
    words = numbers["window_width"] * numbers["channels"] % 4 == 0 and columns.dilation == 1
    direct = [
        words and x + 3 <= width and by_column[x] == by_column[x + 2] == columns.taps
        for x in range(width)
    ]
    fast = 0
    windows: list[tuple[int, int]] = []
    pixel, end = 0, rows.outputs * width
    while pixel < end:
        y, x = divmod(pixel, width)
        if end - pixel >= 3 and direct[x] and by_row[y] == rows.taps:
            fast += 1
            pixel += 3
            continue
        count = 3 if end - pixel >= 3 else 1
        windows += _windows(by_row, by_column, pixel, count)
        pixel += count
    return fast, windows


def _windows(
    by_row: list[int], by_column: list[int], first: int, count: int
) -> Iterator[tuple[int, int]]:
    for pixel in range(first, first + count):
        y, x = divmod(pixel, len(by_column))
        yield by_row[y], by_column[x]
