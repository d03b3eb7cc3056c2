"""The loops of depthwise kernels: those that take four channels at a time, and the portable one.

They follow the kernels of the names below in firmware/kernels/dsp, line by line.
"""

from __future__ import annotations

from neurio_gen.estimation.pools import kernel_axes
from neurio_gen.estimation.windows import Loops, Numbers

_KEPT = 64
"""Words that a data cache of 256 bytes holds, and of which some are not at the end of a line."""


def depthwise_conv_2d_3x3_s8(numbers: Numbers) -> Loops:
    """Strips of two or four rows, transposed to a plane for each channel."""
    groups = _groups(numbers)
    height, width, stride = numbers["output_height"], numbers["output_width"], numbers["stride"]
    fours = twos = 0
    row = 0
    while row < height:
        four = stride == 1 and height - row > 2 and height >= 4
        fours, twos = fours + four, twos + (not four)
        row += 4 if four else 2
    columns = (width - 1) * stride + 3
    inside = min(columns - numbers["pad_left"], numbers["input_width"])
    words = -(-numbers["input_width"] * numbers["channels"] // 4)
    two_sided = numbers["two_sided"]
    kinds = {
        "fours": fours,
        "twos": twos if stride == 1 else 0,
        "twos-of-2": twos if stride == 2 and not numbers["column_pairs"] else 0,
        "pairs-of-2": twos if numbers["column_pairs"] else 0,
    }
    loops: Loops = {
        "call": 1,
        "border-words": words,
        "plane-words": 12 * columns,
        "strips": fours + twos,
        "strips*groups": (fours + twos) * groups,
        "strips*groups*columns": (fours + twos) * groups * inside,
        "groups": groups,
    }
    for name, strips in kinds.items():
        count = 4 * strips * groups
        loops |= {
            name: count,
            f"{name}*columns": count * width,
            f"{name}*columns*two-sided": count * width * two_sided,
        }
    return loops


def depthwise_conv_2d_3x3_fives_s8(numbers: Numbers) -> Loops:
    """Five columns slide down the image."""
    groups, height = _groups(numbers), numbers["output_height"]
    strips = groups * (numbers["output_width"] // 5)
    above = min(numbers["pad_top"], height + 2)
    inside = min(numbers["input_height"], height + 2 - above)
    below = height + 2 - above - inside
    return {
        "call": 1,
        "groups": groups,
        "strips": strips,
        "strips*rows": strips * (height + 2),
        "strips*borders": strips * ((above > 0) + (below > 0)),
        "slides": 4 * strips,
        "slides*rows": 4 * strips * height,
        "slides*rows*two-sided": 4 * strips * height * numbers["two_sided"],
    }


def depthwise_conv_2d_taps_s8(numbers: Numbers) -> Loops:
    """Two taps per turn, of rows that are copied into a frame where windows leave the image."""
    groups, lines, pixels = _groups(numbers), numbers["lines"], numbers["pixels"]
    rows = numbers["rows"]
    words = numbers["filter_words"]
    fixed = 16 if numbers["two_sided"] else 12
    turns = (words - fixed) // 4
    inside = sum(
        0
        <= line * numbers["stride_height"] - numbers["pad_top"] + row * numbers["dilation_height"]
        < numbers["input_height"]
        for line in range(lines)
        for row in range(rows)
    )
    outputs = groups * lines * pixels
    return {
        "call": 1,
        "frame-words": rows * numbers["columns"],
        "groups": groups,
        "lines": groups * lines,
        "lines*copied": groups * lines * (rows > 0),
        "rows": groups * inside,
        "rows*words": groups * inside * numbers["columns_inside"],
        "rows-outside": groups * (lines * rows - inside),
        "rows-outside*words": groups * (lines * rows - inside) * numbers["columns_inside"],
        "outputs": outputs,
        "outputs*two-sided": outputs * numbers["two_sided"],
        "outputs*turns": outputs * turns,
        "words": groups * words,
        "words-streamed": outputs * words * (words + 2 * turns > _KEPT),
        "words-half-kept": outputs * words * (_KEPT >= words + 2 * turns > _KEPT - 16),
    }


def depthwise_conv_1d_s8(numbers: Numbers) -> Loops:
    """Lines of pairs of neighbours, eight outputs per turn."""
    groups, lines, outputs = _groups(numbers), numbers["lines"], numbers["outputs"]
    fours, rest = numbers["fours"], numbers["rest"]
    blocks, more = divmod(outputs, 8)
    each = groups * lines
    turns = 4 * each * (blocks + (more > 0))
    return {
        "call": 1,
        "plane-words": 16 * (blocks + (more > 0)) + 8 * (fours + 1),
        "groups": groups,
        "lines": each,
        "lines*pairs": each * (numbers["length"] // 2),
        "lines*odd": each * (numbers["length"] % 2),
        "channels": 4 * each,
        "channels*part": 4 * each * (more > 0),
        "channels*part*outputs": 4 * each * more,
        "turns": turns,
        "turns*two-sided": turns * numbers["two_sided"],
        "turns*fours": turns * fours,
        **{f"turns-of-rest-{n}": turns * (rest == n) for n in (0, 2, 3, 5)},
        "words": 4 * groups * (8 + 3 * fours),
    }


def depthwise_conv_2d_s8(numbers: Numbers) -> Loops:
    """Blocks of up to 32 channels, for each pixel."""
    rows, columns = (axis.all_inside() for axis in kernel_axes(numbers))
    channels = numbers["input_channels"] * numbers["depth_multiplier"]
    pixels, blocks = len(rows) * len(columns), -(-channels // 32)
    taps = sum(rows) * sum(columns)
    kind = "single" if numbers["depth_multiplier"] == 1 else "shared"
    loops: Loops = {
        "call": 1,
        "rows": len(rows),
        "pixels": pixels,
        "blocks": pixels * blocks,
        "blocks*rows": sum(rows) * len(columns) * blocks,
        "outputs": pixels * channels,
        "words": taps * channels / 4 + pixels * 3 * channels,
    }
    for name in ("single", "shared"):
        loops |= {
            f"{name}*taps": taps * blocks * (name == kind),
            f"{name}*taps*channels": taps * channels * (name == kind),
        }
    return loops


def _groups(numbers: Numbers) -> int:
    return -(-numbers["channels"] // 4)
