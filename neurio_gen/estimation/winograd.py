"""The loops of Winograd convolutions, as firmware/kernels/dsp/winograd.cc has them."""

from __future__ import annotations

from collections.abc import Callable

from neurio_gen.compiler.kernels.dsp import (
    conv_2d_winograd_2x2_s8,
    conv_2d_winograd_4x4_s8,
    conv_2d_winograd_stride_2_s8,
)
from neurio_gen.compiler.kernels.dsp.winograd import Form, loop_of
from neurio_gen.estimation.columns import clamp
from neurio_gen.estimation.windows import Loops, Numbers

_GROUP = 4


def winograd(form: Form) -> Callable[[Numbers], Loops]:
    """The loops of the kernel with that form."""
    return lambda numbers: _loops(form, numbers)


FORMS = {
    "conv_2d_winograd_2x2_s8": conv_2d_winograd_2x2_s8.FORM,
    "conv_2d_winograd_4x4_s8": conv_2d_winograd_4x4_s8.FORM,
    "conv_2d_winograd_stride_2_s8": conv_2d_winograd_stride_2_s8.FORM,
}


def _loops(form: Form, numbers: Numbers) -> Loops:
    height, width = numbers["output_height"], numbers["output_width"]
    filters, groups = numbers["filters"], numbers["groups"]
    tile_columns = -(-width // form.outputs)
    tiles = -(-height // form.outputs) * tile_columns
    whole = (height // form.outputs) * (width // form.outputs)
    starts = range(0, tiles, groups * _GROUP)
    spans = sum(
        (min(start + groups * _GROUP, tiles) - 1) // tile_columns - start // tile_columns + 1
        for start in starts
    )
    runs = len(starts)
    quads, steps = -(-numbers["channels"] // 4), 2 * numbers["quads"]
    tile_step = form.outputs * form.stride
    columns = tiles * tile_step + (form.rows - tile_step) * spans
    filter_pairs = -(-filters // 2)
    lengths = [(points.count, loop_of(steps * points.phases)) for points in form.points]
    turned = sum(count * loop.turns for count, loop in lengths if loop and loop.turns > 1)
    passed = filter_pairs * runs
    return {
        "call": 1,
        "runs": runs,
        "spans": spans,
        "spans*quads": spans * quads,
        "weights": passed * 2 * steps,
        "filter-pairs": passed,
        "columns": quads * columns,
        "rows": 2 * quads * tiles,
        "outputs": filters * tiles,
        "outputs*two-sided": filters * tiles * numbers["two_sided"],
        "outputs-in-part": filters * (tiles - whole),
        "steps": form.products * steps * passed * groups,
        "groups": form.all_points * passed * groups,
        "points": form.all_points * passed,
        "turns": turned * passed * groups,
        "spans*filters": spans * filters,
        "border": numbers["pad_top"] + numbers["pad_left"],
        "odd-depth": (numbers["channels"] % 4 > 0) * numbers["width"] * numbers["channels"] * runs,
        "words": passed * (10 * steps + 10),
        **clamp(numbers, height * width * filters),
    }
