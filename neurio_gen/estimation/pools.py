"""The loops of pools, line by line as in firmware/kernels/generic/pool_2d_template.h and dsp."""

from __future__ import annotations

from neurio_gen.estimation.windows import Axis, Loops, Numbers


def pool_2d_s8(numbers: Numbers) -> Loops:
    """Channels one by one."""
    rows, columns = (axis.all_inside() for axis in kernel_axes(numbers))
    channels, pixels = numbers["channels"], len(rows) * len(columns)
    return {
        "call": 1,
        "rows": len(rows),
        "pixels": pixels,
        "outputs": pixels * channels,
        "outputs*rows": sum(rows) * len(columns) * channels,
        "outputs*taps": sum(rows) * sum(columns) * channels,
    }


def average_pool_2d_words_s8(numbers: Numbers) -> Loops:
    """Channels by eights, and those that are left by fours."""
    rows, columns = (axis.all_inside() for axis in kernel_axes(numbers))
    width, pixels = numbers["input_width"], len(rows) * len(columns)
    eights, rest = divmod(numbers["channels"], 8)
    loops: Loops = {"call": 1, "rows": len(rows), "pixels": pixels}
    read = sum(1 if across == width else down for down in rows for across in columns)
    for name, groups in (("eights", eights), ("fours", -(-rest // 4))):
        loops |= {
            name: pixels * groups,
            f"{name}*rows": read * groups,
            f"{name}*taps": sum(rows) * sum(columns) * groups,
        }
    return loops


def kernel_axes(numbers: Numbers) -> tuple[Axis, Axis]:
    """Rows and columns of a call whose windows are called kernels."""
    height, width = (
        Axis(
            numbers[f"input_{length}"],
            numbers[f"output_{length}"],
            numbers[f"kernel_{length}"],
            numbers[f"stride_{length}"],
            numbers.get(f"dilation_{length}", 1),
            numbers[pad],
        )
        for length, pad in (("height", "pad_top"), ("width", "pad_left"))
    )
    return height, width
