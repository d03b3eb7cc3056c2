"""Host half of firmware/kernels/dsp/winograd.h: constants and scratch memory of a layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.geometry import window
from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.dsp.top_half import ScaledSums, scaled_sums
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import conv_2d_problems
from neurio_gen.compiler.kernels.kernel import Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import bias_or_zeros, requantisation
from neurio_gen.compiler.plan import Part, Rows
from neurio_gen.compiler.work import Work

Array = npt.NDArray[Any]

_GROUP = 4
_MOST_STEPS = 16
_FEWEST_STEPS = 10  # of a turn, where there are several


@dataclass(frozen=True)
class Rates:
    """What parts of the work take, in instructions or cycles, counted on the layers of ResNet-8.

    `weights` of a filter and a step of two channels, `columns` of a column of four channels,
    `rows` of a tile and a step, `outputs` of a tile and a filter, by two_sided; `step`, `group`,
    `point` and `turn` of the products of two filters, each for the loop of that name; `span` of a
    filter and the part of a row of tiles that is in a run.
    """

    weights: float
    columns: float
    rows: float
    outputs: tuple[float, float]
    step: float
    group: float
    point: float
    turn: float
    span: float


@dataclass(frozen=True)
class Points:
    """Points of a tile whose sums have the same length: `phases` times the image's channels."""

    count: int
    phases: int


@dataclass(frozen=True)
class Form:
    """A size of tiles and a stride, as the form of that name in the C++ half.

    A tile is `outputs` rows and columns of outputs, and `rows` of inputs. Its sums are
    odd_factor * 2^free_bits times those of the convolution. `loops` names the inner loops that
    pass as many transformed weights a step, `weight_words` are those of a pair of filters and a
    step of the image's channels.
    """

    stride: int
    outputs: int
    rows: int
    points: tuple[Points, ...]
    loops: str
    weight_words: int
    odd_factor: int
    free_bits: int
    instructions: Rates
    cycles: Rates

    @property
    def all_points(self) -> int:
        """Points of a tile."""
        return sum(points.count for points in self.points)

    @property
    def products(self) -> int:
        """Products of a tile, a filter and a channel."""
        return sum(points.count * points.phases for points in self.points)


@dataclass(frozen=True)
class Loop:
    """How the inner loop passes channels: `turns` of `steps`, two channels each."""

    steps: int
    turns: int

    def name(self, form: Form) -> str:
        """The function of the C++ half."""
        kind = f"turns_of_{self.steps}" if self.turns > 1 else f"{self.steps}"
        return f"neurio_products_{form.loops}_{kind}"


def quads_for(channels: int, phases: Sequence[int] = (1,)) -> int:
    """The fewest groups of four channels, some of zeros, that loops pass for all the phases."""
    quads = -(-channels // 4)
    while not all(loop_of(2 * quads * count) for count in phases):
        quads += 1
    return quads


def loop_of(steps: int) -> Loop | None:
    """The loop of the fewest turns that passes exactly so many steps, an even number."""
    if steps <= _MOST_STEPS:
        return Loop(steps, 1)
    turns = (turn for turn in range(_MOST_STEPS, _FEWEST_STEPS - 1, -2) if steps % turn == 0)
    return next((Loop(turn, steps // turn) for turn in turns), None)


def _quads(site: Site, form: Form) -> int:
    return quads_for(site.input(0).shape[3], [points.phases for points in form.points])


def _loops(form: Form, quads: int) -> list[Loop]:
    loops = [loop_of(2 * quads * points.phases) for points in form.points]
    return [loop for loop in loops if loop is not None]


def winograd_problems(site: Site, form: Form, groups: int) -> list[str]:
    """3x3, the form's stride, undilated, one group, requantised in the top half, enough tiles."""
    found = conv_2d_problems(site)
    if found:
        return found
    source, weights = site.input(0), site.input(1)
    if weights.shape[1:3] != (3, 3):
        found.append("its kernel is not 3x3")
    if (site.option("stride_h", 1), site.option("stride_w", 1)) != (form.stride, form.stride):
        found.append(f"its strides are not both {form.stride}")
    if (site.option("dilation_h_factor", 1), site.option("dilation_w_factor", 1)) != (1, 1):
        found.append("it is dilated")
    if weights.shape[3] != source.shape[3]:
        found.append(f"it has {source.shape[3] // weights.shape[3]} groups")
    if found:
        return found
    if groups > 1 and groups >= 2 * _needed_groups(site, form):
        return ["fewer groups hold all its tiles"]
    sums = _sums(site, form)
    return sums if isinstance(sums, list) else []


def lower_winograd(site: Site, form: Form, groups: int) -> Lowering:
    """The parameters where up to `groups` groups of four tiles are transformed at a time."""
    source, weights, output = site.input(0), site.input(1), site.output()
    sums = _sums(site, form)
    assert not isinstance(sums, list) and source.quantisation and weights.data is not None
    _, height, width, channels = source.shape
    _, output_height, output_width, filters = output.shape
    scaling = requantisation(site, source, weights, output, filters)
    quads = _quads(site, form)
    groups = even_groups(site, form, groups)
    builder = ParameterBuilder(site, "WinogradParams").set(
        height=height,
        width=width,
        channels=channels,
        output_height=output_height,
        output_width=output_width,
        filters=filters,
        pad_top=window(site, "h", height, output_height, 3).pad,
        pad_left=window(site, "w", width, output_width, 3).pad,
        zero_point=source.quantisation.zero_point,
        two_sided=int(sums.two_sided),
        activation_min=scaling.activation_min,
        activation_max=scaling.activation_max,
        groups=groups,
        quads=quads,
    )
    loops = _loops(form, quads)
    for i, field in enumerate(("loop", "edge_loop", "corner_loop")):
        turns, products = (
            (loops[i].turns, loops[i].name(form)) if i < len(loops) else (0, "nullptr")
        )
        builder.set(turns=turns, products=products).nested(field, "WinogradLoop", 2)
    packed, note = _packed(weights.data, quads), f"{weights.name} {weights.shape}"
    layout = rows.filters(filters + filters % 2)
    builder.array("weights", "uint32_t", packed, note=note, rows=layout)
    words = Part("scale, bias, multiplier, addend, negative step", 5)
    layout = Rows(rows.filters(filters).titles, (words,))
    builder.array("requantisation", "uint32_t", _requantisation(sums, form), rows=layout)
    return builder.lowering(scratch_bytes=scratch_bytes(site, form, groups))


def winograd_work(site: Site, form: Form, groups: int) -> Work:
    """The predicted work, within a few per cent of what ResNet-8's layers take."""
    sums = _sums(site, form)
    assert not isinstance(sums, list)
    filters, channels = site.output().shape[3], site.input(0).shape[3]
    tile_rows, tile_columns = _tiles(site, form)
    tiles = tile_rows * tile_columns
    groups = even_groups(site, form, groups)
    starts = range(0, tiles, groups * _GROUP)
    ends = [min(start + groups * _GROUP, tiles) for start in starts]
    spans = [
        (end - 1) // tile_columns - start // tile_columns + 1
        for start, end in zip(starts, ends, strict=True)
    ]
    quads = -(-channels // 4)
    padded = _quads(site, form)
    steps = 2 * padded
    loops = list(zip(form.points, _loops(form, padded), strict=True))
    even_filters = filters + filters % 2

    tile_step = form.outputs * form.stride
    columns = tiles * tile_step + (form.rows - tile_step) * sum(spans)

    def total(rates: Rates) -> float:
        products = 0.0
        for points, loop in loops:
            product = rates.step * steps * points.phases + rates.group + rates.point / groups
            if loop.turns > 1:
                product += rates.turn * loop.turns
            products += points.count * product
        return (
            rates.weights * len(spans) * even_filters * steps
            + rates.columns * quads * columns
            + rates.rows * 2 * quads * tiles
            + rates.outputs[sums.two_sided] * filters * tiles
            + products * len(spans) * even_filters // 2 * groups
            + rates.span * filters * sum(spans)
        )

    streamed = len(spans) * even_filters * (20 * steps + 20)
    return Work(total(form.instructions), total(form.cycles), streamed)


def even_groups(site: Site, form: Form, most: int) -> int:
    """Groups per run, `most` at most, so that runs are of the same length as far as may be."""
    needed = _needed_groups(site, form)
    runs = -(-needed // most)
    return -(-needed // runs)


def scratch_bytes(site: Site, form: Form, groups: int) -> int:
    """What winograd_convolution lays out: see there."""
    _, _, width, channels = site.input(0).shape
    quads = _quads(site, form)
    tile_columns = min(_tiles(site, form)[1], groups * _GROUP)
    columns = (tile_columns - 1) * form.outputs * form.stride + form.rows
    row_words = (width * channels + 3) // 4 + 1
    rows = row_words * (2 if channels % 4 else 1) + 2 * columns * form.rows
    inputs = form.products * groups * 2 * quads * _GROUP
    products = form.weight_words * 2 * quads + form.all_points * groups * 2 * _GROUP
    return 4 * (inputs + max(rows, products))


def _needed_groups(site: Site, form: Form) -> int:
    return -(-prod(_tiles(site, form)) // _GROUP)


def _tiles(site: Site, form: Form) -> tuple[int, int]:
    _, height, width, _ = site.output().shape
    return -(-height // form.outputs), -(-width // form.outputs)


@lru_cache(maxsize=64)
def _sums(site: Site, form: Form) -> ScaledSums | list[str]:
    source, weights, output = site.input(0), site.input(1), site.output()
    assert weights.data is not None
    filters = weights.shape[0]
    scaling = requantisation(site, source, weights, output, filters)
    taps = weights.data.reshape(filters, -1)
    return scaled_sums(taps, bias_or_zeros(site, 2, filters), scaling, form.free_bits)


def _packed(weights: Array, quads: int) -> Array:
    """[filters][3][3][channels] -> uint32 [filters, made even][step][5]: see winograd.h."""
    filters, _, _, channels = weights.shape
    taps = weights.reshape(filters, 9, channels)
    taps = np.pad(taps, ((0, filters % 2), (0, 1), (0, 4 * quads - channels)))
    # [filter][tap / 2][tap % 2][quad][channel % 4 / 2][channel % 2]
    taps = taps.reshape(-1, 5, 2, quads, 2, 2).transpose(0, 3, 5, 1, 4, 2)
    return np.ascontiguousarray(taps).ravel().view(np.uint32)


def _requantisation(sums: ScaledSums, form: Form) -> Array:
    """uint32 [filters][5]; the scale undoes the odd factor modulo 2^32."""
    inverse = pow(form.odd_factor, -1, 2**32)
    scale = np.array([inverse << int(bits) for bits in sums.scale - form.free_bits], object)
    words = [
        (scale % 2**32).astype(np.int64),
        sums.bias,
        sums.multipliers,
        sums.addends,
        sums.negative_steps,
    ]
    return np.stack(words, axis=1).astype(np.uint32)
