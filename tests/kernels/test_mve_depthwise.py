"""Depthwise convolutions with MVE, on an emulated Cortex-M55."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given

from tests.support.cases import sample
from tests.support.layers import depthwise_conv_2d
from tests.support.mve import assert_exact_on_helium, assert_layers_exact
from tests.support.quantised_layers import Depthwise, Quantised, random_weights

ONE_SIDED = Quantised(factors=(0.004, 0.0013, 0.011, 0.0305, 0.12))
TWO_SIDED = replace(ONE_SIDED, activation="NONE", output_zero_point=7, input_zero_point=-3)
BOTH = pytest.mark.parametrize("quantised", [ONE_SIDED, TWO_SIDED], ids=["one_sided", "two_sided"])
KERNEL = "mve_depthwise_windows_s8"


@sample(8)
@given(content=depthwise_conv_2d(multipliers=(1,)))
def test_any_depthwise_convolution(content: bytes) -> None:
    assert_exact_on_helium(content)


@BOTH
def test_every_rest_of_channels(quantised: Quantised) -> None:
    """Four at a time, of blocks of 16; an even number up to 8 shares vectors between pixels."""
    layers = [
        Depthwise((5, 6, channels), random_weights(channels, 1, 3, 3, channels), quantised)
        for channels in (*range(4, 12), 15, 16, 17, 18, 19, 20, 33, 64)
    ]
    assert_layers_exact(KERNEL, *layers)


@BOTH
@pytest.mark.parametrize("stride", [1, 2])
def test_every_rest_of_rows_and_columns(quantised: Quantised, stride: int) -> None:
    sizes = [(1, 1), (1, 5), (2, 2), (3, 13), (4, 16), (5, 19), (7, 3), (8, 31), (9, 12), (11, 24)]
    layers = [
        Depthwise((*size, 9), random_weights(n, 1, 3, 3, 9), quantised, (stride, stride))
        for n, size in enumerate(sizes)
    ]
    layers += [replace(layer, padding="VALID") for layer in layers if min(layer.image[:2]) >= 3]
    assert_layers_exact(KERNEL, *layers)


@BOTH
def test_windows_of_other_sizes(quantised: Quantised) -> None:
    """Up to six rows by one column, four by two; an image of one column is taken as a row."""
    windows = [(1, 1), (2, 2), (1, 3), (3, 1), (6, 1), (2, 3), (4, 2), (4, 3)]
    layers = [
        Depthwise((9, 7, 6), random_weights(n, 1, *window, 6), quantised)
        for n, window in enumerate(windows)
    ]
    layers += [
        Depthwise((18, 1, 20), random_weights(taps, 1, taps, 1, 20), quantised, padding=padding)
        for taps, padding in product((1, 5, 10, 16), ("SAME", "VALID"))
    ]
    assert_layers_exact(KERNEL, *layers)


def test_the_largest_sums_and_the_input_zero_point_at_both_ends() -> None:
    weights = np.full((1, 3, 3, 8), -128, np.int8)
    weights[..., ::2] = 127
    layers = [
        Depthwise(
            (6, 13, 8),
            weights,
            Quantised(zero_point, -1 - zero_point, factors=(0.0004, 0.3), activation="NONE"),
        )
        for zero_point in (-128, 127)
    ]
    assert_layers_exact(KERNEL, *layers)
