"""Four filters at a time on strips of pixels, on an emulated Cortex-M4."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler.kernels.dsp.conv_1x1_fours_s8 import (
    Conv1x1FoursFullyConnectedS8,
    Conv1x1FoursS8,
)
from neurio_gen.compiler.kernels.dsp.conv_2d_fours_s8 import Conv2dFoursS8
from neurio_gen.compiler.kernels.dsp.conv_2d_strip_fours_s8 import Conv2dStripFoursS8
from neurio_gen.compiler.kernels.dsp.filter_fours import strip_of
from tests.support.cases import Draw, int8s, sample, seeds, zero_points
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.layers import conv_2d, fully_connected
from tests.support.preferred import preferred
from tests.support.quantised_layers import Convolution, Dense, Quantised, model, random_weights

ONE_SIDED = Quantised(factors=(0.004, 0.0013, 0.011, 0.0305))
TWO_SIDED = replace(ONE_SIDED, activation="NONE", output_zero_point=7, input_zero_point=-3)
BOTH = pytest.mark.parametrize("quantised", [ONE_SIDED, TWO_SIDED], ids=["one_sided", "two_sided"])
CONVOLUTIONS = Conv1x1FoursS8(), Conv2dStripFoursS8(), Conv2dFoursS8()


def kernels_of(*layers: Convolution | Dense) -> list[str]:
    """What each layer ran on where these kernels had their turn first; exact."""
    content = model(*layers)
    with (
        preferred("CONV_2D", *CONVOLUTIONS),
        preferred("FULLY_CONNECTED", Conv1x1FoursFullyConnectedS8()),
    ):
        plan = assert_exact_on_cortex_m(content)
    return [layer.kernel for layer in plan.layers]


def assert_all_exact(kernel: str, *layers: Convolution | Dense) -> None:
    for start in range(0, len(layers), 16):
        assert set(kernels_of(*layers[start : start + 16])) == {kernel}


@BOTH
def test_every_length_of_the_unrolled_loop(quantised: Quantised) -> None:
    """A turn is twelve steps, two a quad; up to ten quads are read from flash, more are copied."""
    layers = [
        Convolution((1, 3, 4 * quads), random_weights(quads, 4, 1, 1, 4 * quads), quantised)
        for quads in (*range(1, 13), 16, 17, 25, 40)
    ]
    assert_all_exact("conv_1x1_fours_s8", *layers)


@BOTH
def test_every_length_of_the_longer_loop(quantised: Quantised) -> None:
    """A turn is 64 steps behind the first one: 32 quads take one, 33 two."""
    layers = [
        Convolution((1, 3, 4 * quads), random_weights(quads, 4, 1, 1, 4 * quads), quantised)
        for quads in (1, 2, 7, 16, 32, 33, 64, 65)
    ]
    with preferred("CONV_2D", Conv1x1FoursS8(unrolled=True)):
        plan = assert_exact_on_cortex_m(model(*layers))
    sides = "Two" if quantised is TWO_SIDED else "One"
    forms = {dict(dict(layer.parameters.fields)["fours"].fields)["form"] for layer in plan.layers}
    assert f"&kLongFours{sides}Sided" in forms
    assert forms <= {"&kLongFoursOneSided", "&kLongFoursTwoSided"}


@BOTH
def test_every_rest_of_filters_and_pixels(quantised: Quantised) -> None:
    layers = [
        Convolution((pixels, 1, 8), random_weights(filters, filters, 1, 1, 8), quantised)
        for filters, pixels in product((4, 5, 6, 7), (2, 3, 4, 5))
    ]
    assert_all_exact("conv_1x1_fours_s8", *layers)


@BOTH
def test_strips_of_all_lengths(quantised: Quantised) -> None:
    """A strip of 64 channels has 32 pixels at most."""
    layers = [Dense(rows, random_weights(rows, 5, 64), quantised) for rows in (31, 32, 33, 64, 65)]
    assert_all_exact("conv_1x1_fours_s8", *layers)


@BOTH
def test_windows_over_pixels_of_whole_words(quantised: Quantised) -> None:
    cases = [
        # image, window, stride, dilation
        ((9, 10, 4), (3, 3), (1, 1), (1, 1)),
        ((9, 10, 4), (3, 3), (2, 2), (1, 1)),
        ((9, 10, 8), (3, 3), (1, 1), (2, 3)),
        ((8, 7, 4), (1, 1), (2, 2), (1, 1)),
        ((7, 8, 4), (2, 2), (5, 3), (1, 1)),
        ((1, 2, 16), (3, 3), (1, 1), (1, 1)),
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
    assert_all_exact("conv_2d_fours_s8", *layers)


@BOTH
def test_windows_over_other_pixels(quantised: Quantised) -> None:
    cases = [
        # image, window, stride
        ((8, 8, 3), (3, 3), (1, 1)),
        ((9, 9, 3), (3, 3), (2, 2)),
        ((12, 10, 1), (10, 4), (2, 2)),
        ((6, 6, 5), (2, 2), (1, 1)),
        ((6, 7, 1), (1, 1), (3, 2)),
        ((2, 1, 2), (7, 9), (1, 1)),
        ((5, 5, 9), (1, 2), (4, 4)),
        ((5, 4, 1), (3, 3), (1, 1)),
        ((5, 6, 1), (5, 5), (2, 1)),
        ((5, 7, 1), (2, 7), (1, 1)),
        ((6, 5, 3), (4, 5), (1, 1)),
    ]
    layers = [
        Convolution(image, random_weights(6, 6, *window, image[2]), quantised, stride, padding=pad)
        for (image, window, stride), pad in product(cases, ("SAME", "VALID"))
        if pad == "SAME" or image[0] >= 5
    ]
    assert_all_exact("conv_2d_strip_fours_s8", *layers)


def test_activation_ranges() -> None:
    layers = [
        Dense(
            4,
            random_weights(3, 9, 24),
            replace(TWO_SIDED, activation=name, output_zero_point=zero_point, output_scale=0.04),
        )
        for name, zero_point in product(
            ("NONE", "RELU", "RELU6", "RELU_N1_TO_1"), (-128, -60, 0, 127)
        )
    ]
    assert_all_exact("conv_1x1_fours_s8", *layers)


@BOTH
def test_what_does_not_fit_a_word_takes_another_kernel(quantised: Quantised) -> None:
    """Beside a negative weight, -128 of the second filter of a pair does not fit in 16 bits."""
    fitting = random_weights(9, 4, 3, 3, 4)
    fitting[0, 0, 0, :] = -128
    fitting[1, 0, 0, :] = -127
    beyond = fitting.copy()
    beyond[0, 0, 0, :] = -1
    beyond[1, 0, 0, :] = -128
    layers = [Convolution((5, 5, 4), weights, quantised) for weights in (fitting, beyond)]
    assert kernels_of(*layers) == ["conv_2d_fours_s8", "conv_2d_columns_s8"]


@BOTH
def test_sums_just_too_large_for_a_word_take_another_kernel(quantised: Quantised) -> None:
    """The second filter of a pair must stay below 2^23, whatever the input."""
    small = replace(quantised, factors=(2e-5,), input_zero_point=-128)
    weights = np.full((4, 100), 127, np.int8)
    largest_product = 255 * 127 * 100
    layers = [
        Dense(3, weights, small, bias=np.array([0, largest - largest_product, 0, 0]))
        for largest in (2**23 - 1, 2**23)
    ]
    assert kernels_of(*layers) == ["conv_1x1_fours_s8", "conv_1x1_s8"]


@sample(4, long_cases=60)
@given(content=conv_2d())
def test_any_convolution(content: bytes) -> None:
    with preferred("CONV_2D", *CONVOLUTIONS):
        assert_exact_on_cortex_m(content)


@sample(3, long_cases=60)
@given(content=fully_connected())
def test_any_fully_connected_layer(content: bytes) -> None:
    with preferred("FULLY_CONNECTED", Conv1x1FoursFullyConnectedS8()):
        assert_exact_on_cortex_m(content)


@st.composite
def pointwise(draw: Draw) -> Convolution:
    """Any 1x1 convolution of up to 13x13 pixels and 68 channels."""
    height, width = draw(st.integers(1, 13)), draw(st.integers(1, 13))
    channels, filters = 4 * draw(st.integers(1, 17)), draw(st.integers(1, 67))
    seed = draw(seeds())
    quantised = Quantised(
        input_zero_point=draw(zero_points()),
        output_zero_point=draw(zero_points()),
        factors=tuple(draw(st.lists(st.floats(1e-5, 0.49), min_size=1, max_size=4))),
        activation=draw(st.sampled_from(["NONE", "RELU", "RELU6", "RELU_N1_TO_1"])),
    )
    bias = np.random.default_rng(seed).integers(-(2**17), 2**17, filters)
    weights = int8s(seed, (filters, 1, 1, channels))
    return Convolution((height, width, channels), weights, quantised, bias=bias)


@sample(3, long_cases=50)
@given(layers=st.lists(pointwise(), min_size=4, max_size=4))
def test_any_pointwise_convolution(layers: list[Convolution]) -> None:
    kernels_of(*layers)


def test_strips_are_even_and_cover_all_pixels_evenly() -> None:
    assert strip_of(125, quads=16, most_bytes=4096) == 32
    assert strip_of(64, quads=72, most_bytes=4096) == 6
    assert strip_of(2, quads=400, most_bytes=4096) == 2
    assert all(strip_of(n, 16, 4096) % 2 == 0 for n in range(2, 200))
