"""Convolutions and fully connected layers with the DSP extension, on an emulated Cortex-M4."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.goal import Goal
from neurio_gen.isa import Isa
from neurio_gen.level import Level
from tests.support.cases import sample
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.layers import conv_2d, fully_connected
from tests.support.quantised_layers import Convolution, Dense, Quantised, model, random_weights

ONE_SIDED = Quantised(factors=(0.004, 0.0013, 0.011, 0.0305))
TWO_SIDED = replace(ONE_SIDED, activation="NONE", output_zero_point=7, input_zero_point=-3)
PER_TENSOR = replace(ONE_SIDED, factors=(0.004,))
BOTH = pytest.mark.parametrize("quantised", [ONE_SIDED, TWO_SIDED], ids=["one_sided", "two_sided"])
PER_ROW = pytest.mark.parametrize(
    "quantised",
    [ONE_SIDED, TWO_SIDED, PER_TENSOR, replace(TWO_SIDED, factors=(0.004,))],
    ids=["one_sided", "two_sided", "one_sided_per_tensor", "two_sided_per_tensor"],
)
PLAINEST = Goal(Level.SIZE)


def assert_all_exact(kernel: str, *layers: Convolution | Dense) -> None:
    """Every layer runs on this kernel, which trades no memory, and gives the oracle's bytes."""
    for start in range(0, len(layers), 16):
        plan = assert_exact_on_cortex_m(model(*layers[start : start + 16]), goal=PLAINEST)
        assert {layer.header for layer in plan.layers} == {f"kernels/{kernel}.h"}


def one_pixel(image: tuple[int, int, int], quantised: Quantised) -> Convolution:
    """Six windows that cover the image."""
    weights = random_weights(1, 6, *image)
    return Convolution(image, weights, quantised, padding="VALID")


@sample(12)
@given(content=conv_2d())
def test_any_convolution(content: bytes) -> None:
    assert_exact_on_cortex_m(content)


@sample(6)
@given(content=conv_2d(pointwise=True))
def test_any_pointwise_convolution(content: bytes) -> None:
    assert_exact_on_cortex_m(content)


@sample(6)
@given(content=conv_2d(groups=True))
def test_any_grouped_convolution(content: bytes) -> None:
    assert_exact_on_cortex_m(content)


@sample(8)
@given(content=fully_connected())
def test_any_fully_connected_layer(content: bytes) -> None:
    assert_exact_on_cortex_m(content)


@BOTH
def test_every_length_of_the_unrolled_loops(quantised: Quantised) -> None:
    """Five pixels are a block of three and two single ones; eight quads are one turn."""
    layers = [
        Convolution((1, 5, 4 * quads), random_weights(quads, 3, 1, 1, 4 * quads), quantised)
        for quads in (*range(1, 28), 33, 40, 64, 65)
    ]
    assert_all_exact("dsp/conv_1x1_s8", *layers)


@PER_ROW
def test_every_length_of_the_loops_for_one_row(quantised: Quantised) -> None:
    """Nine filters are six, a pair and a single one; eight quads are one turn for the six."""
    layers = [
        Dense(1, random_weights(quads, 9, 4 * quads), quantised)
        for quads in (*range(1, 28), 33, 40, 64, 65)
    ]
    assert_all_exact("dsp/dense_row_s8", *layers)


@PER_ROW
def test_every_rest_of_filters_and_inputs_of_one_row(quantised: Quantised) -> None:
    """A depth that fills no words ends within one; what lies behind it must not count."""
    layers = [
        Dense(1, random_weights(filters, filters, depth), quantised)
        for filters, depth in product((1, 2, 3, 4, 5, 6, 7, 11, 12, 20), (1, 2, 3, 13, 30))
    ]
    assert_all_exact("dsp/dense_row_s8", *layers)


@sample(8)
@given(content=fully_connected(max_rows=1))
def test_any_layer_of_one_row(content: bytes) -> None:
    assert_exact_on_cortex_m(content)


@BOTH
def test_a_row_needs_no_scratch_memory(quantised: Quantised) -> None:
    layers = Dense(1, random_weights(8, 4, 640), quantised), one_pixel((1, 1, 8), quantised)
    plan = compile_model(model(*layers), "rows", Isa.DSP)
    assert plan.arena_bytes == 0


@BOTH
def test_every_rest_of_filters_and_pixels(quantised: Quantised) -> None:
    layers = [
        Convolution((pixels, 1, 12), random_weights(filters, filters, 1, 1, 12), quantised)
        for filters, pixels in product((1, 2, 3, 8), (2, 3, 4, 5))
    ]
    assert_all_exact("dsp/conv_1x1_s8", *layers)


@BOTH
def test_windows_over_pixels_of_whole_words(quantised: Quantised) -> None:
    cases = [
        # image, window, stride, dilation
        ((9, 10, 4), (3, 3), (1, 1), (1, 1)),
        ((9, 10, 4), (3, 3), (2, 2), (1, 1)),
        ((9, 10, 8), (3, 3), (1, 1), (2, 3)),
        ((8, 7, 4), (1, 1), (2, 2), (1, 1)),
        ((7, 8, 4), (2, 2), (5, 3), (1, 1)),
        ((1, 1, 16), (3, 3), (1, 1), (1, 1)),
        ((2, 3, 4), (5, 7), (1, 1), (1, 1)),
        ((3, 2, 4), (4, 1), (1, 2), (3, 1)),
    ]
    layers = [
        Convolution(
            image, random_weights(5, 5, *window, image[2]), quantised, stride, dilation, pad
        )
        for (image, window, stride, dilation), pad in product(cases, ("SAME", "VALID"))
        if pad == "SAME" or (image[0] >= 8 and image[1] >= 7)
    ]
    assert_all_exact("dsp/conv_2d_columns_s8", *layers)


@BOTH
def test_windows_over_other_pixels(quantised: Quantised) -> None:
    cases = [
        # image, window, stride
        ((8, 8, 3), (3, 3), (1, 1)),
        ((9, 9, 3), (3, 3), (2, 2)),
        ((12, 10, 1), (10, 4), (2, 2)),
        ((6, 6, 5), (2, 2), (1, 1)),
        ((6, 7, 1), (1, 1), (3, 2)),
        ((1, 1, 3), (3, 3), (1, 1)),
        ((2, 1, 2), (7, 9), (1, 1)),
        ((5, 5, 9), (1, 2), (4, 4)),
    ]
    layers = [
        Convolution(image, random_weights(6, 6, *window, image[2]), quantised, stride, padding=pad)
        for (image, window, stride), pad in product(cases, ("SAME", "VALID"))
        if pad == "SAME" or image[0] >= 5
    ]
    assert_all_exact("dsp/conv_2d_strip_s8", *layers)


def test_a_window_that_is_the_whole_image_is_one_pixel() -> None:
    images = [(4, 3, 4), (3, 3, 3), (1, 1, 5), (1, 7, 2)]
    assert_all_exact("dsp/dense_row_s8", *[one_pixel(image, ONE_SIDED) for image in images])


@BOTH
def test_sums_too_large_for_pairs(quantised: Quantised) -> None:
    """Weights of full size at this depth may exceed 2^23: the filters then go one by one."""
    weights = np.random.default_rng(1).choice([-127, 127], (3, 1024)).astype(np.int8)
    smaller_factors = replace(quantised, factors=(2e-4, 3e-5))
    assert_all_exact("dsp/conv_1x1_s8", Dense(4, weights, smaller_factors))
    assert_all_exact("dsp/dense_row_s8", Dense(1, np.tile(weights, 4), smaller_factors))


@BOTH
def test_weights_of_minus_128(quantised: Quantised) -> None:
    """Beside a negative weight, -128 does not fit in a pair's 16 bits."""
    weights = random_weights(9, 4, 3, 3, 4)
    weights[1, 0, 0, :] = -128
    weights[0, 0, 0, :] = [-1, 1, 0, -128]
    assert_all_exact("dsp/conv_2d_columns_s8", Convolution((5, 5, 4), weights, quantised))


def test_activation_ranges() -> None:
    activations = ("NONE", "RELU", "RELU6", "RELU_N1_TO_1")
    for rows, kernel in ((4, "dsp/conv_1x1_s8"), (1, "dsp/dense_row_s8")):
        layers = [
            Dense(
                rows,
                random_weights(3, 9, 24),
                replace(
                    TWO_SIDED, activation=name, output_zero_point=zero_point, output_scale=0.04
                ),
            )
            for name, zero_point in product(activations, (-128, -60, 0, 127))
        ]
        assert_all_exact(kernel, *layers)


@BOTH
def test_factors_at_the_edges(quantised: Quantised) -> None:
    """Multipliers just above and below powers of two; exact with whatever kernel takes them."""
    for rows in (1, 4):
        layers = []
        for exponent in (0, -1, -2, -5, -8, -15, -16, -22, -23, -31):
            edge = 2.0**exponent
            factors = (edge, edge * (1 - 2**-24), edge * (1 + 2**-23), edge * 0.75)
            weights = random_weights(11, 4, 64)
            layers.append(Dense(rows, weights, replace(quantised, factors=factors)))
        assert_exact_on_cortex_m(model(*layers), samples=6)


@BOTH
def test_filters_that_always_give_the_same_code(quantised: Quantised) -> None:
    """Dead filters come with any bias and any factor; the others must not suffer."""
    weights = random_weights(2, 6, 16)
    weights[[1, 4]] = 0
    bias = np.array([100, 2**30, -200, 300, -(2**30), 0])
    factors = (0.004, 3e-9, 0.002, 0.003, 0.7, 0.001)
    layer = Dense(4, weights, replace(quantised, factors=factors), bias)
    assert_all_exact("dsp/conv_1x1_s8", layer)
    assert_all_exact("dsp/dense_row_s8", replace(layer, rows=1))


def test_what_the_kernels_refuse_goes_to_the_portable_one() -> None:
    quantised = replace(TWO_SIDED, factors=(1.5, 0.004))
    layer = Convolution((4, 4, 4), random_weights(1, 4, 3, 3, 4), quantised)
    assert_all_exact("generic/conv_2d_s8", layer)
