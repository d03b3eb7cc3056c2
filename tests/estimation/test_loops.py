"""Loops of kernels: what they count adds up to the layer's own sizes."""

from __future__ import annotations

import pytest

from neurio_gen.boards import load_board
from neurio_gen.compiler import compile_model
from neurio_gen.compiler.goal import Goal
from neurio_gen.compiler.kernels.dsp.conv_1x1_fours_s8 import Conv1x1FoursS8
from neurio_gen.compiler.plan import Layer
from neurio_gen.engines.goals import goal_of
from neurio_gen.estimation.features import features_of
from neurio_gen.level import Level
from tests.support.model_writer import ModelWriter
from tests.support.preferred import preferred
from tests.support.quantised_layers import (
    Convolution,
    Depthwise,
    Quantised,
    model,
    random_weights,
)

BOARD = load_board("nucleo_l4r5zi")
_QUANTISED = Quantised(factors=(0.001,))
SIZE, SPEED = goal_of(BOARD, Level.SIZE), goal_of(BOARD, Level.SPEED)


def layer_of(layer: Convolution | Depthwise, goal: Goal) -> Layer:
    (found,) = compile_model(model(layer), "layer", BOARD.isa, goal).layers
    return found


def _conv(image: tuple[int, int, int], filters: int, padding: str, side: int = 3) -> Convolution:
    weights = random_weights(3, filters, side, side, image[2])
    return Convolution(image, weights, _QUANTISED, padding=padding)


@pytest.mark.parametrize("image", [(7, 9, 8), (5, 4, 8), (6, 6, 4)])
@pytest.mark.parametrize("padding", ["SAME", "VALID"])
def test_every_window_is_gathered_or_taken_from_the_image(
    image: tuple[int, int, int], padding: str
) -> None:
    layer = layer_of(_conv(image, 6, padding), SIZE)
    loops = features_of(layer)
    _, height, width, _ = layer.writes[0].shape
    assert layer.kernel == "conv_2d_columns_s8"
    assert 3 * loops["threes"] + loops["ones"] == height * width
    assert 3 * loops["direct"] + loops["gathered"] == height * width
    assert (loops["gathered*border"] > 0) == (padding == "SAME")


@pytest.mark.parametrize("image", [(5, 5, 16), (5, 4, 16)])
def test_pairs_of_pixels_and_the_one_that_is_left_cover_an_image(
    image: tuple[int, int, int],
) -> None:
    with preferred("CONV_2D", Conv1x1FoursS8()):
        layer = layer_of(_conv(image, 16, "SAME", side=1), SPEED)
    loops = features_of(layer)
    pixels = image[0] * image[1]
    assert layer.kernel == "conv_1x1_fours_s8"
    blocks = 4
    assert loops["pairs*blocks"] == blocks * (pixels // 2)
    assert loops["one*blocks"] == blocks * (pixels % 2)
    assert loops["widened"] == pixels // 2 + pixels % 2


def test_strips_of_a_depthwise_layer_cover_its_rows() -> None:
    weights = random_weights(4, 1, 3, 3, 8)
    layer = layer_of(Depthwise((11, 6, 8), weights, _QUANTISED), SIZE)
    loops = features_of(layer)
    assert layer.kernel == "depthwise_conv_2d_3x3_s8"
    assert loops["strips"] == 3  # four, four, and the last three with one above again
    assert loops["fours*columns"] == 3 * 6 * 8


@pytest.mark.parametrize(("depths", "by_words"), [((8, 4), 1.0), ((6, 6), 0.25), ((3, 5), 0.0)])
def test_blocks_go_by_words_where_both_ends_are_aligned(
    depths: tuple[int, ...], by_words: float
) -> None:
    writer = ModelWriter()
    parts = [writer.input((1, 4, 4, depth), 0.1, 0) for depth in depths]
    whole = writer.output((1, 4, 4, sum(depths)), 0.1, 0)
    writer.op("CONCATENATION", parts, [whole], axis=3)
    (layer,) = compile_model(writer.bytes(), "layer", BOARD.isa, SIZE).layers
    loops = features_of(layer)
    assert loops["copies"] == 2 * 16
    assert loops["copies*words"] == by_words * 16 * sum(depth // 4 for depth in depths)
    assert 4 * loops["copies*words"] + loops["copies*bytes"] == 16 * sum(depths)


def test_taps_of_a_pool_are_those_inside_of_the_image() -> None:
    writer = ModelWriter()
    x, y = writer.input((1, 5, 4, 12), 0.1, 0), writer.output((1, 3, 2, 12), 0.1, 0)
    window = {"filter_height": 2, "filter_width": 2, "stride_h": 2, "stride_w": 2}
    writer.op("AVERAGE_POOL_2D", [x], [y], padding="SAME", **window)
    (layer,) = compile_model(writer.bytes(), "layer", BOARD.isa, SIZE).layers
    loops = features_of(layer)
    assert layer.kernel == "average_pool_2d_words_s8"
    assert (loops["eights"], loops["fours"]) == (6, 6)
    assert loops["eights*taps"] == loops["fours*taps"] == 5 * 4


def test_constants_in_ram_are_not_copied() -> None:
    with preferred("CONV_2D", Conv1x1FoursS8()):
        layer = layer_of(_conv((9, 9, 64), 16, "SAME", side=1), SPEED)
    assert layer.constants_in_ram
    assert features_of(layer)["blocks*copied"] == 0
