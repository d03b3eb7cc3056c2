"""3x3 convolutions by Winograd's minimal filtering, on an emulated Cortex-M4: exact or not used."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler.kernels.dsp.conv_2d_winograd_2x2_s8 import Conv2dWinograd2x2S8
from neurio_gen.compiler.kernels.dsp.conv_2d_winograd_4x4_s8 import Conv2dWinograd4x4S8
from neurio_gen.compiler.kernels.dsp.conv_2d_winograd_stride_2_s8 import Conv2dWinogradStride2S8
from neurio_gen.compiler.kernels.dsp.winograd import Loop, loop_of, quads_for
from tests.support.cases import Draw, int8s, sample, seeds, zero_points
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.preferred import preferred
from tests.support.quantised_layers import Convolution, Quantised, model, random_weights

FORMS = pytest.mark.parametrize(
    "form",
    [Conv2dWinograd2x2S8, Conv2dWinograd4x4S8, Conv2dWinogradStride2S8],
    ids=lambda each: each.name,
)
ONE_SIDED = Quantised(factors=(0.0004, 0.0013, 0.0017, 0.0025))
TWO_SIDED = replace(ONE_SIDED, activation="NONE", output_zero_point=7, input_zero_point=-3)
BOTH = pytest.mark.parametrize("quantised", [ONE_SIDED, TWO_SIDED], ids=["one_sided", "two_sided"])


Form = type[Conv2dWinograd2x2S8] | type[Conv2dWinograd4x4S8] | type[Conv2dWinogradStride2S8]


def kernels_of(form: Form, *layers: Convolution, groups: int = 4) -> list[str]:
    """What each layer ran on where the form had its turn first, all with the oracle's bytes.

    As many groups of tiles at a time as the image fills, up to `groups`.
    """
    kernels = [form(count) for count in range(groups, 0, -1)]
    if form is Conv2dWinogradStride2S8:
        layers = tuple(replace(layer, stride=(2, 2)) for layer in layers)
    with preferred("CONV_2D", *kernels):
        plan = assert_exact_on_cortex_m(model(*layers))
    return [layer.kernel for layer in plan.layers]


def assert_all_exact(form: Form, *layers: Convolution) -> None:
    for start in range(0, len(layers), 16):
        assert set(kernels_of(form, *layers[start : start + 16])) == {form.name}


@FORMS
@BOTH
def test_every_rest_of_rows_and_columns(form: Form, quantised: Quantised) -> None:
    sizes = [(1, 1), (1, 9), (13, 1), (2, 3), (3, 2), (4, 4), (5, 8), (6, 6), (7, 13), (13, 5)]
    layers = [
        Convolution((*size, 4), random_weights(sum(size), 3, 3, 3, 4), quantised, padding=padding)
        for size, padding in product(sizes, ("SAME", "VALID"))
        if padding == "SAME" or min(size) >= 3
    ]
    assert_all_exact(form, *layers)


@FORMS
@BOTH
def test_every_rest_of_channels_and_every_length_of_the_loop(
    form: Form, quantised: Quantised
) -> None:
    layers = [
        Convolution((5, 6, channels), random_weights(channels, 2, 3, 3, channels), quantised)
        for channels in (1, 2, 3, 5, 8, 11, 15, 18, 24, 28, 32, 34, 37, 41, 53, 67)
    ]
    assert_all_exact(form, *layers)


@FORMS
def test_every_number_of_filters(form: Form) -> None:
    layers = [
        Convolution((4, 5, 4), random_weights(filters, filters, 3, 3, 4), quantised)
        for filters, quantised in product((1, 2, 5), (ONE_SIDED, TWO_SIDED))
    ]
    assert_all_exact(form, *layers)


@FORMS
def test_extreme_weights_and_zero_points(form: Form) -> None:
    weights = np.random.default_rng(4).choice([-128, 127], (4, 3, 3, 20)).astype(np.int8)
    weights[0], weights[1] = -128, 127
    layers = [
        Convolution(
            (6, 7, 20),
            weights,
            replace(
                TWO_SIDED,
                input_zero_point=input_zero,
                output_zero_point=output_zero,
                factors=(3e-4, 5e-4),
            ),
        )
        for input_zero, output_zero in product((-128, 127), (-128, 0, 127))
    ]
    assert_all_exact(form, *layers)


@FORMS
def test_activation_ranges(form: Form) -> None:
    layers = [
        Convolution(
            (5, 5, 8),
            random_weights(3, 5, 3, 3, 8),
            replace(TWO_SIDED, activation=name, output_zero_point=zero, output_scale=0.04),
        )
        for name, zero in product(("NONE", "RELU", "RELU6", "RELU_N1_TO_1"), (-128, -60, 0, 127))
    ]
    assert_all_exact(form, *layers)


@FORMS
def test_a_factor_just_beyond_the_proof_takes_another_kernel(form: Form) -> None:
    """A factor of 1/2 has no shift to the right left."""
    weights = random_weights(1, 2, 3, 3, 4) // 32
    layers = [
        Convolution((5, 5, 4), weights, replace(TWO_SIDED, factors=(factor,)))
        for factor in (0.49999, 0.50001)
    ]
    assert kernels_of(form, *layers) == [form.name, "conv_2d_s8"]


@FORMS
def test_sums_just_too_large_to_be_scaled_take_another_kernel(form: Form) -> None:
    """The factor is 0.96 / 2^4, so a sum times 2^13 must stay below 2^31."""
    weights = np.full((1, 3, 3, 4), 56, np.int8)
    quantised = replace(TWO_SIDED, factors=(0.06,), input_zero_point=0)
    reach = 36 * 56 * 127
    layers = [
        Convolution((4, 4, 4), weights, quantised, bias=np.array([bias]))
        for bias in (2**18 - 1 - reach, 2**18 - reach)
    ]
    assert kernels_of(form, *layers) == [form.name, "conv_2d_columns_s8"]


@st.composite
def convolutions(draw: Draw) -> Convolution:
    """Any 3x3 convolution of stride 1, up to 13x13 and 67 channels."""
    height, width = draw(st.integers(1, 13)), draw(st.integers(1, 13))
    channels, filters = draw(st.integers(1, 67)), draw(st.integers(1, 9))
    seed = draw(seeds())
    padding = draw(st.sampled_from(["SAME", "VALID"])) if min(height, width) >= 3 else "SAME"
    factors = draw(st.lists(st.floats(1e-5, 0.49), min_size=1, max_size=4))
    quantised = Quantised(
        input_zero_point=draw(zero_points()),
        output_zero_point=draw(zero_points()),
        factors=tuple(factors),
        activation=draw(st.sampled_from(["NONE", "RELU", "RELU6", "RELU_N1_TO_1"])),
    )
    weights = int8s(seed, (filters, 3, 3, channels))
    bias = np.random.default_rng(seed).integers(-(2**17), 2**17, filters)
    return Convolution((height, width, channels), weights, quantised, padding=padding, bias=bias)


@FORMS
@sample(3, long_cases=50)
@given(layers=st.lists(convolutions(), min_size=4, max_size=4), groups=st.integers(1, 3))
def test_any_convolution(form: Form, layers: list[Convolution], groups: int) -> None:
    kernels_of(form, *layers, groups=groups)


def test_loops_pass_few_channels_of_zeros() -> None:
    assert [quads_for(channels) for channels in (3, 32, 40, 64, 67)] == [1, 8, 10, 16, 18]
    assert (loop_of(16), loop_of(20), loop_of(32)) == (Loop(16, 1), Loop(10, 2), Loop(16, 2))
    assert loop_of(34) is None
    assert all(quads_for(n) <= -(-n // 4) * 1.13 for n in range(1, 400))
    assert quads_for(80, phases=(4, 2, 1)) == 20
