"""Convolutions and fully connected layers with MVE, on an emulated Cortex-M55."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import sample
from tests.support.layers import conv_2d, fully_connected
from tests.support.mve import assert_exact_on_helium, assert_layers_exact
from tests.support.quantised_layers import Convolution, Dense, Quantised, model, random_weights

ONE_SIDED = Quantised(factors=(0.004, 0.0013, 0.011, 0.0305))
TWO_SIDED = replace(ONE_SIDED, activation="NONE", output_zero_point=7, input_zero_point=-3)
CLAMPED = replace(ONE_SIDED, activation="RELU6", output_zero_point=-20)
FORMS = {
    "RELU": "neurio_mve_dot_one_sided",
    "NONE": "neurio_mve_dot_two_sided",
    "RELU6": "neurio_mve_dot_clamped",
}
ALL = pytest.mark.parametrize(
    "quantised", [ONE_SIDED, TWO_SIDED, CLAMPED], ids=["one_sided", "two_sided", "clamped"]
)


@sample(10)
@given(content=conv_2d())
def test_any_convolution(content: bytes) -> None:
    assert_exact_on_helium(content)


@sample(4)
@given(data=st.data())
def test_any_convolution_three_columns_wide(data: st.DataObject) -> None:
    """Ragged images, 1 to 67 channels, zero points and weights at both ends, any activation."""
    draw = data.draw
    channels = draw(st.sampled_from([16, 32, 48, 64]) | st.integers(1, 67))
    filters, height = draw(st.integers(1, 9)), draw(st.integers(1, 4))
    weights = random_weights(draw(st.integers(0, 99)), filters, height, 3, channels)
    if draw(st.booleans()):
        weights = np.where(weights < 0, -128, 127).astype(np.int8)
    zero_points = st.sampled_from([-128, -1, 0, 127])
    quantised = Quantised(
        draw(zero_points),
        draw(zero_points),
        draw(st.sampled_from([(0.0004,), (0.004, 0.0013, 0.03), (0.6, 0.3)])),
        draw(st.sampled_from(["NONE", "RELU", "RELU6", "RELU_N1_TO_1"])),
    )
    image = (draw(st.integers(1, 13)), draw(st.integers(1, 13)), channels)
    stride = (draw(st.integers(1, 2)), draw(st.integers(1, 2)))
    assert_exact_on_helium(model(Convolution(image, weights, quantised, stride)))


@sample(6)
@given(content=conv_2d(pointwise=True))
def test_any_pointwise_convolution(content: bytes) -> None:
    assert_exact_on_helium(content)


@sample(6)
@given(content=fully_connected())
def test_any_fully_connected_layer(content: bytes) -> None:
    assert_exact_on_helium(content)


@ALL
def test_every_entry_of_the_unrolled_steps(quantised: Quantised) -> None:
    """Three pixels are a pair and a single one; more than eight steps take a pass first."""
    layers = [
        Convolution((1, 3, 16 * steps), random_weights(steps, 5, 1, 1, 16 * steps), quantised)
        for steps in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 24, 25, 26)
    ]
    functions = assert_layers_exact("mve_pointwise_s8", *layers)
    assert set(functions) == {FORMS[quantised.activation]}


@ALL
def test_every_rest_of_filters_and_pixels(quantised: Quantised) -> None:
    layers = [
        Convolution((pixels, 1, 48), random_weights(filters, filters, 1, 1, 48), quantised)
        for filters, pixels in product((1, 2, 3, 4, 5, 6, 7, 9), (1, 2, 3, 4))
    ]
    assert_layers_exact("mve_pointwise_s8", *layers)


@pytest.mark.parametrize("quantised", [ONE_SIDED, TWO_SIDED], ids=["one_sided", "two_sided"])
def test_short_vectors_by_pairs_of_filters(quantised: Quantised) -> None:
    """Pitches of 16 and 32 from the input itself, with every rest of pixels and filters."""
    layers = [
        Convolution((1, pixels, depth), random_weights(filters, filters, 1, 1, depth), quantised)
        for depth, filters, pixels in product((16, 32), (2, 3, 4), (4, 5, 6, 7))
    ]
    functions = assert_layers_exact("mve_pointwise_s8", *layers)
    assert set(functions) == {"mve_dot_narrow"}


@pytest.mark.parametrize("quantised", [ONE_SIDED, TWO_SIDED], ids=["one_sided", "two_sided"])
def test_short_windows_by_pairs_of_filters(quantised: Quantised) -> None:
    """Pitches of 8 (1x1), 9 (3x3 of three channels) and 18 (the same with stride 2)."""
    layers = [
        Convolution((2, width, 8), random_weights(width, 3, 1, 1, 8), quantised)
        for width in (4, 5, 8)
    ]
    layers += [
        Convolution((6, width, 3), random_weights(width, 5, 3, 3, 3), quantised, (stride, stride))
        for width, stride in product((8, 11, 14), (1, 2))
    ]
    functions = assert_layers_exact("mve_conv_2d_s8", *layers)
    assert set(functions) == {"mve_dot_narrow"}


@ALL
def test_windows_of_many_geometries(quantised: Quantised) -> None:
    """Larger than the image, strides larger than the window, tall, wide, dilated along the rows."""
    cases = [
        ((1, 1, 5), (3, 3), (1, 1), (1, 1)),
        ((2, 2, 17), (5, 5), (1, 1), (1, 1)),
        ((7, 9, 1), (2, 2), (3, 3), (1, 1)),
        ((9, 7, 16), (3, 1), (2, 1), (1, 1)),
        ((7, 9, 20), (1, 4), (1, 3), (1, 1)),
        ((13, 4, 1), (10, 4), (2, 2), (1, 1)),
        ((9, 5, 33), (2, 3), (1, 1), (2, 1)),
        ((4, 40, 2), (3, 3), (1, 1), (1, 1)),
    ]
    layers = [
        Convolution(image, random_weights(n, 5, *window, image[2]), quantised, stride, dilation)
        for n, (image, window, stride, dilation) in enumerate(cases)
    ]
    layers += [replace(layer, padding="VALID") for layer in layers[2:]]
    assert_layers_exact("mve_conv_2d_s8", *layers)


@ALL
def test_strided_pixels_without_a_copy(quantised: Quantised) -> None:
    layers = [
        Convolution((height, width, 32), random_weights(height, 6, 1, 1, 32), quantised, (2, 2))
        for height, width in ((1, 1), (4, 4), (5, 7), (8, 3))
    ]
    assert_layers_exact("mve_pointwise_s8", *layers)


@ALL
def test_fully_connected_layers_of_any_size(quantised: Quantised) -> None:
    whole = [
        Dense(rows, random_weights(rows, outputs, 16 * rows), quantised)
        for rows, outputs in product((1, 2, 5), (1, 2, 10))
    ]
    assert_layers_exact("mve_pointwise_s8", *whole)
    rest = [
        Dense(rows, random_weights(rows, outputs, 16 * rows + 5), quantised)
        for rows, outputs in product((1, 2, 5), (1, 2, 10))
    ]
    assert_layers_exact("mve_conv_2d_s8", *rest)


@pytest.mark.parametrize("zero_point", [-128, 127])
def test_the_largest_sums_saturate(zero_point: int) -> None:
    """Sums beyond 16 bits, of weights at both ends, and output zero points at both ends."""
    weights = np.full((6, 1, 1, 64), -128, np.int8)
    weights[::2] = 127
    quantised = Quantised(
        input_zero_point=zero_point,
        output_zero_point=-1 - zero_point,
        factors=(0.9, 0.51, 0.25),
        activation="NONE",
    )
    bias = np.array([2**20, -(2**20), 2**24, -(2**24), 0, 1])
    layers = [Convolution((1, 7, 64), weights, quantised, bias=bias)]
    layers += [Convolution((1, 7, 16), weights[..., :16], quantised, bias=bias)]
    assert_layers_exact("mve_pointwise_s8", *layers)


@pytest.mark.parametrize("quantised", [ONE_SIDED, TWO_SIDED], ids=["one_sided", "two_sided"])
def test_windows_that_slide(quantised: Quantised) -> None:
    """Every rest of four windows and two filters, both strides, 10 to 48 channels, any padding."""
    cases = [
        ((1, 4, 16), 3, 2, (1, 1)),
        ((5, 5, 16), 3, 3, (1, 1)),
        ((13, 13, 16), 3, 4, (1, 1)),
        ((2, 6, 32), 1, 5, (1, 1)),
        ((7, 7, 32), 2, 2, (3, 1)),
        ((70, 8, 16), 5, 3, (2, 1)),
        ((3, 9, 48), 3, 2, (1, 1)),
        ((7, 7, 16), 3, 2, (2, 2)),
        ((8, 9, 16), 3, 3, (2, 2)),
        ((13, 12, 32), 3, 4, (1, 2)),
        ((9, 13, 48), 4, 2, (2, 2)),
        ((9, 9, 40), 3, 3, (1, 1)),
        ((13, 8, 24), 3, 4, (2, 2)),
        ((5, 11, 10), 3, 2, (1, 1)),
    ]
    layers = [
        Convolution(image, random_weights(n, filters, height, 3, image[2]), quantised, stride)
        for n, (image, height, filters, stride) in enumerate(cases)
    ]
    layers += [
        replace(layer, padding="VALID") for layer in layers if layer.image[0] > 4 < layer.image[1]
    ]
    assert_layers_exact("mve_conv_2d_sliding_s8", *(x for x in layers if _windows(x) >= 4))


def _windows(layer: Convolution) -> int:
    """Windows of a row."""
    room = layer.image[1] - (0 if layer.padding == "SAME" else 2)
    return -(-room // layer.stride[1])


@pytest.mark.parametrize("zero_point", [-128, 127])
def test_the_largest_sums_of_windows_that_slide(zero_point: int) -> None:
    weights = np.full((5, 3, 3, 32), -128, np.int8)
    weights[::2] = 127
    bias = np.array([2**20, -(2**20), 2**24, -(2**24), 1])
    quantised = Quantised(zero_point, -1 - zero_point, factors=(0.4, 0.0004), activation="NONE")
    layers = [
        Convolution((6, 13, 32), weights, quantised, stride, bias=bias)
        for stride in ((1, 1), (2, 2))
    ]
    assert_layers_exact("mve_conv_2d_sliding_s8", *layers)


def test_windows_that_do_not_slide_take_another_kernel() -> None:
    """One of what the sliding kernel asks for is missing in each."""
    layers = [
        Convolution((6, 3, 16), random_weights(0, 4, 3, 3, 16), ONE_SIDED),
        Convolution((6, 8, 16), random_weights(1, 1, 3, 3, 16), ONE_SIDED),
        Convolution((6, 8, 17), random_weights(2, 4, 1, 3, 17), ONE_SIDED),
        Convolution((6, 8, 16), random_weights(3, 4, 1, 3, 16), ONE_SIDED),
        Convolution((6, 8, 16), random_weights(4, 4, 3, 2, 16), ONE_SIDED),
        Convolution((6, 15, 16), random_weights(5, 4, 3, 3, 16), ONE_SIDED, (1, 3)),
        Convolution((9, 8, 16), random_weights(6, 4, 3, 3, 16), ONE_SIDED, (1, 1), (2, 1)),
        Convolution((6, 8, 16), random_weights(7, 4, 3, 3, 16), CLAMPED),
        Convolution((6, 8, 16), random_weights(8, 4, 3, 3, 16), replace(TWO_SIDED, factors=(0.7,))),
    ]
    assert_layers_exact("mve_conv_2d_s8", *layers)


@pytest.mark.parametrize("quantised", [ONE_SIDED, TWO_SIDED], ids=["one_sided", "two_sided"])
def test_short_vectors_of_every_other_pixel(quantised: Quantised) -> None:
    """A pitch of 32 for 16 elements."""
    layers = [
        Convolution((3, width, 16), random_weights(width, 3, 1, 1, 16), quantised, (2, 2))
        for width in (7, 8, 9, 11, 13, 15)
    ]
    functions = assert_layers_exact("mve_pointwise_s8", *layers)
    assert set(functions) == {"mve_dot_narrow"}
