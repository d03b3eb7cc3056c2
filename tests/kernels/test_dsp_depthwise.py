"""Depthwise convolutions with the DSP extension, on an emulated Cortex-M4."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler.goal import Goal
from neurio_gen.compiler.kernels.dsp.depthwise_conv_2d_3x3_fives_s8 import (
    DepthwiseConv2d3x3FivesS8,
)
from neurio_gen.compiler.kernels.dsp.depthwise_conv_2d_3x3_s8 import DepthwiseConv2d3x3PairsS8
from neurio_gen.level import Level
from tests.support.cases import Draw, int8s, sample, seeds, zero_points
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.layers import depthwise_conv_2d
from tests.support.preferred import preferred
from tests.support.quantised_layers import Depthwise, Quantised, model, random_weights

ONE_SIDED = Quantised(factors=(0.004, 0.0013, 0.011, 0.0305, 0.12))
TWO_SIDED = replace(ONE_SIDED, activation="NONE", output_zero_point=7, input_zero_point=-3)
BOTH = pytest.mark.parametrize("quantised", [ONE_SIDED, TWO_SIDED], ids=["one_sided", "two_sided"])


def assert_all_exact(kernel: str, *layers: Depthwise) -> None:
    """Every layer runs on this kernel and gives the oracle's bytes."""
    for start in range(0, len(layers), 16):
        content = model(*layers[start : start + 16])
        plan = assert_exact_on_cortex_m(content, goal=Goal(Level.SIZE))
        assert {layer.header for layer in plan.layers} == {f"kernels/{kernel}.h"}


@sample(5)
@given(content=depthwise_conv_2d(multipliers=(1,)))
def test_any_depthwise_convolution(content: bytes) -> None:
    assert_exact_on_cortex_m(content)


@st.composite
def _layers(draw: Draw) -> list[Depthwise]:
    """Layers as converters make them: any geometry, factors within what the sums allow."""
    layers = []
    for _ in range(8):
        window = draw(st.sampled_from([(3, 3), (3, 3), (1, 5), (4, 1), (2, 3), (5, 5)]))
        stride = draw(st.integers(1, 3))
        dilation = draw(st.sampled_from([1, 1, 1, 2])) if stride == 1 else 1
        padding = draw(st.sampled_from(["SAME", "VALID"]))
        reach = [(taps - 1) * dilation + 1 for taps in window]
        height, width = (draw(st.integers(n if padding == "VALID" else 1, 12)) for n in reach)
        channels = draw(st.integers(4, 11))
        exponents = draw(st.lists(st.floats(-13, -5), min_size=1, max_size=channels))
        one_sided = draw(st.booleans())
        quantised = Quantised(
            input_zero_point=draw(zero_points()),
            output_zero_point=-128 if one_sided else draw(zero_points()),
            factors=tuple(2.0**exponent for exponent in exponents),
            activation="RELU" if one_sided else "NONE",
        )
        weights = int8s(draw(seeds()), (1, *window, channels))
        image, strides, gaps = (height, width, channels), (stride, stride), (dilation, dilation)
        layers.append(Depthwise(image, weights, quantised, strides, gaps, padding))
    return layers


@sample(6)
@given(layers=_layers())
def test_any_layers_that_a_converter_makes(layers: list[Depthwise]) -> None:
    plan = assert_exact_on_cortex_m(model(*layers))
    assert all(layer.header.startswith("kernels/dsp/") for layer in plan.layers)


@sample(4)
@given(content=depthwise_conv_2d(multipliers=(2, 3)))
def test_many_filters_a_channel(content: bytes) -> None:
    assert_exact_on_cortex_m(content)


@BOTH
@pytest.mark.parametrize("stride", [1, 2])
def test_3x3_over_every_rest_of_rows_and_channels(quantised: Quantised, stride: int) -> None:
    layers = [
        Depthwise((height, 3, channels), random_weights(height, 1, 3, 3, channels), quantised)
        for height, channels in zip(
            (3, 4, 5, 6, 7, 8, 9, 10), (4, 5, 6, 7, 8, 9, 12, 13), strict=True
        )
    ]
    strided = [replace(layer, stride=(stride, stride)) for layer in layers]
    assert_all_exact("dsp/depthwise_conv_2d_3x3_s8", *strided)


@BOTH
def test_3x3_over_any_width_and_padding(quantised: Quantised) -> None:
    layers = [
        Depthwise((6, width, 4), weights, quantised, (stride, stride), padding=padding)
        for width, stride, padding in product((1, 2, 3, 4, 11), (1, 2), ("SAME", "VALID"))
        if padding == "SAME" or width >= 3
        for weights in [random_weights(width, 1, 3, 3, 4)]
    ]
    assert_all_exact("dsp/depthwise_conv_2d_3x3_s8", *layers)


@BOTH
def test_two_columns_at_a_time_with_stride_2(quantised: Quantised) -> None:
    """Any rows, channels and padding; odd widths are left to the kernel for single columns."""
    sizes = [(3, 4, 4), (4, 3, 5), (5, 8, 6), (6, 7, 7), (7, 12, 8), (9, 11, 9), (13, 16, 13)]
    layers = [
        Depthwise(size, random_weights(sum(size), 1, 3, 3, size[2]), quantised, (2, 2), padding=pad)
        for size, pad in product(sizes, ("SAME", "VALID"))
        if pad == "SAME" or size[0] >= 5
    ]
    for zero_point, value in product((-128, 127), (-128, 127)):
        extreme = replace(quantised, input_zero_point=zero_point, factors=(0.004, 0.02, 0.0009))
        weights = np.full((1, 3, 3, 6), value, np.int8)
        layers.append(Depthwise((5, 8, 6), weights, extreme, (2, 2)))
    for start in range(0, len(layers), 16):
        with preferred("DEPTHWISE_CONV_2D", DepthwiseConv2d3x3PairsS8()):
            plan = assert_exact_on_cortex_m(model(*layers[start : start + 16]))
        pairs = [dict(layer.parameters.fields).get("column_pairs") for layer in plan.layers]
        widths = [layer.writes[0].shape[2] for layer in plan.layers]
        assert pairs == [1 if width % 2 == 0 else 0 for width in widths]


@BOTH
def test_other_windows(quantised: Quantised) -> None:
    cases = [
        # image, window, stride, dilation
        ((9, 7, 5), (5, 5), (1, 1), (1, 1)),
        ((9, 8, 4), (3, 3), (1, 1), (2, 3)),
        ((8, 8, 6), (3, 3), (3, 3), (1, 1)),
        ((24, 1, 8), (10, 1), (2, 2), (1, 1)),
        ((1, 15, 4), (1, 6), (1, 1), (2, 2)),
        ((6, 7, 9), (1, 1), (2, 2), (1, 1)),
        ((7, 6, 8), (2, 4), (5, 3), (1, 1)),
        ((4, 9, 7), (2, 2), (1, 1), (3, 1)),
    ]
    layers = [
        Depthwise(image, random_weights(7, 1, *window, image[2]), quantised, stride, dilation, pad)
        for (image, window, stride, dilation), pad in product(cases, ("SAME", "VALID"))
    ]
    assert_all_exact("dsp/depthwise_conv_2d_taps_s8", *layers)


@BOTH
def test_lines_of_any_length(quantised: Quantised) -> None:
    cases = [
        # image, window
        ((24, 1, 8), (10, 1)),
        ((1, 19, 4), (1, 15)),
        ((36, 2, 5), (32, 1)),
        ((5, 6, 7), (1, 2)),
        ((5, 3, 9), (2, 1)),
        ((7, 3, 4), (3, 1)),
        ((2, 8, 6), (1, 5)),
    ]
    narrow = replace(quantised, factors=(0.004, 0.0013, 0.011))
    layers = [
        Depthwise(image, random_weights(7, 1, *window, image[2]), narrow, padding=padding)
        for (image, window), padding in product(cases, ("SAME", "VALID"))
    ]
    longer_windows = [
        Depthwise((lines, 3, 4), random_weights(6, 1, 9, 1, 4), narrow) for lines in (4, 5, 6)
    ]
    assert_all_exact("dsp/depthwise_conv_1d_s8", *layers, *longer_windows)


@BOTH
def test_every_number_of_taps_and_of_outputs(quantised: Quantised) -> None:
    """Taps go four by four with 0, 2, 3 or 5 behind them, outputs eight by eight."""
    narrow = replace(quantised, factors=(0.004, 0.0013, 0.011))
    layers = [
        Depthwise(
            (1, 3 + taps + 2 * outputs, 4 + taps % 3),
            random_weights(taps, 1, 1, taps, 4 + taps % 3),
            narrow,
            padding=padding,
        )
        for taps, outputs in zip(range(2, 18), (*range(16),), strict=True)
        for padding in ("SAME", "VALID")
    ]
    assert_all_exact("dsp/depthwise_conv_1d_s8", *layers)


@BOTH
def test_short_lines_are_left_to_taps(quantised: Quantised) -> None:
    layers = [Depthwise((1, 5, 4), random_weights(3, 1, 1, 3, 4), quantised, padding="VALID")]
    assert_all_exact("dsp/depthwise_conv_2d_taps_s8", *layers)


@BOTH
def test_windows_larger_than_the_image(quantised: Quantised) -> None:
    quantised = replace(quantised, factors=(0.004, 0.0013, 0.011))
    layers = [
        Depthwise((*image, 5), random_weights(3, 1, *window, 5), quantised, (stride, stride))
        for image, window in (((1, 1), (3, 3)), ((2, 3), (7, 5)), ((1, 4), (4, 9)))
        for stride in (1, 3)
    ]
    assert_all_exact("dsp/depthwise_conv_2d_taps_s8", *layers)


@BOTH
def test_extreme_weights_and_zero_points(quantised: Quantised) -> None:
    layers = []
    for zero_point, value in product((-128, 127), (-128, 127)):
        extreme = replace(quantised, input_zero_point=zero_point, factors=(0.004, 0.3, 0.0009))
        weights = np.full((1, 3, 3, 6), value, np.int8)
        layers.append(Depthwise((5, 5, 6), weights, extreme))
        layers.append(Depthwise((5, 5, 6), weights, extreme, dilation=(2, 2)))
        layers.append(Depthwise((1, 9, 6), weights[:, :1].repeat(2, axis=2), extreme))
    assert_exact_on_cortex_m(model(*layers))


@BOTH
def test_factors_at_the_edges(quantised: Quantised) -> None:
    """Multipliers just above and below powers of two; exact with whatever kernel takes them."""
    layers = []
    for exponent in (0, -1, -2, -3, -8, -9, -10, -15, -16, -17, -23, -31):
        edge = 2.0**exponent
        factors = (edge, edge * (1 - 2**-24), edge * (1 + 2**-23), edge * 0.75)
        weights = random_weights(5, 1, 3, 3, 4)
        layers.append(Depthwise((4, 4, 4), weights, replace(quantised, factors=factors)))
    assert_exact_on_cortex_m(model(*layers), samples=6)


def test_channels_with_large_biases_and_tiny_factors() -> None:
    """What pruned networks leave behind: nearly constant channels among others."""
    bias = np.array([10_479_287, -3_000_000, 500, 0, 20_000_000, 12])
    quantised = replace(ONE_SIDED, factors=(2.9e-6, 1.5e-5, 0.003, 0.02, 1.1e-6, 0.1))
    layer = Depthwise((4, 4, 6), random_weights(1, 1, 3, 3, 6), quantised, bias=bias)
    assert_all_exact("dsp/depthwise_conv_2d_3x3_s8", layer)


def test_what_the_kernels_refuse_goes_to_the_portable_one() -> None:
    weights = random_weights(1, 1, 3, 3, 4)
    refused = [
        replace(TWO_SIDED, factors=(0.7, 0.004)),  # a factor above a half
        replace(TWO_SIDED, activation="RELU", output_zero_point=-50),  # a clamp within int8
    ]
    layers = [Depthwise((4, 4, 4), weights, quantised) for quantised in refused]
    layers.append(Depthwise((4, 4, 3), weights[..., :3], ONE_SIDED))  # fewer than four channels
    assert_all_exact("generic/depthwise_conv_2d_s8", *layers)


def assert_in_fives(*layers: Depthwise) -> None:
    """Every layer runs five columns at a time and gives the oracle's bytes."""
    with preferred("DEPTHWISE_CONV_2D", DepthwiseConv2d3x3FivesS8()):
        plan = assert_exact_on_cortex_m(model(*layers))
    assert {layer.kernel for layer in plan.layers} == {DepthwiseConv2d3x3FivesS8.name}


@BOTH
def test_five_columns_with_any_padding_rows_and_channels(quantised: Quantised) -> None:
    sizes = [(1, 5, 4), (2, 5, 7), (25, 5, 8), (3, 10, 5), (4, 15, 13)]
    padded = [
        Depthwise(size, random_weights(sum(size), 1, 3, 3, size[2]), quantised) for size in sizes
    ]
    valid = [
        Depthwise(
            (height + 2, width + 2, channels),
            random_weights(height, 1, 3, 3, channels),
            quantised,
            padding="VALID",
        )
        for height, width, channels in sizes
    ]
    assert_in_fives(*padded, *valid)


def test_five_columns_with_extreme_weights_and_zero_points() -> None:
    weights = np.random.default_rng(2).choice([-128, 127], (1, 3, 3, 6)).astype(np.int8)
    layers = [
        Depthwise(
            (4, 5, 6),
            weights,
            replace(TWO_SIDED, factors=(0.004,), input_zero_point=inner, output_zero_point=outer),
        )
        for inner, outer in product((-128, 0, 127), (-128, 0, 127))
    ]
    assert_in_fives(*layers)


@sample(2, long_cases=50)
@given(layers=_layers())
def test_any_layers_in_fives_where_they_can(layers: list[Depthwise]) -> None:
    with preferred("DEPTHWISE_CONV_2D", DepthwiseConv2d3x3FivesS8()):
        assert_exact_on_cortex_m(model(*layers))
