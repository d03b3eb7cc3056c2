"""Requantisation in the top half of a register gives TFLite Micro's codes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler.fixed_point import Multiplier, multiply, quantise_multiplier, wrap_int32
from neurio_gen.compiler.kernels.dsp.top_half import TopHalf, top_half
from neurio_gen.compiler.kernels.requantisation import Requantisation
from tests.support.cases import int8s, sample, seeds

_TAPS = 9


def _scaling(factors: list[float], output_zero_point: int, input_zero_point: int) -> Requantisation:
    multipliers = [quantise_multiplier(factor) for factor in factors]
    return Requantisation(
        multipliers=np.array([m.value for m in multipliers], np.int32),
        shifts=np.array([m.shift for m in multipliers], np.int32),
        input_offset=-input_zero_point,
        output_offset=output_zero_point,
        activation_min=-128,
        activation_max=127,
    )


def _code(layer: TopHalf, channel: int, activations: list[int]) -> int:
    """What the kernels compute, instruction by instruction."""
    products = zip(layer.weights[channel].tolist(), activations, strict=True)
    total = wrap_int32(int(layer.bias[channel]) + sum(w * (a << 8) for w, a in products))
    top = (total * int(layer.multipliers[channel]) >> 32) + int(layer.addends[channel])
    if layer.two_sided and total < 0:
        top -= int(layer.negative_steps[channel])
    return max(-128, min(127, wrap_int32(top) >> 16))


@sample(60)
@given(
    exponents=st.lists(st.floats(-24, -1.01), min_size=3, max_size=3),
    edges=st.booleans(),
    zero_points=st.tuples(st.sampled_from([-128, 0, 127, 5]), st.integers(-128, 127)),
    seed=seeds(),
)
def test_codes_are_tflite_micros(
    exponents: list[float], edges: bool, zero_points: tuple[int, int], seed: int
) -> None:
    generator = np.random.default_rng(seed)
    exponents = [float(round(e)) - 1 for e in exponents] if edges else exponents
    scaling = _scaling([2.0**exponent for exponent in exponents], *zero_points)
    weights = int8s(seed, (3, _TAPS))
    bias = generator.integers(-(2 ** generator.integers(8, 20)), 2**12, 3).astype(np.int32)
    layer = top_half(weights, bias, scaling)
    if isinstance(layer, list):
        assert min(exponents) < -9 or max(exponents) > -6, f"refused without need: {layer}"
        return
    for activations in int8s(seed + 1, (60, _TAPS)).tolist():
        for channel in range(3):
            taps = zip(weights[channel].tolist(), activations, strict=True)
            total = int(bias[channel]) + sum(w * (a - zero_points[1]) for w, a in taps)
            factor = Multiplier(int(scaling.multipliers[channel]), int(scaling.shifts[channel]))
            expected = max(-128, min(127, multiply(total, factor) + zero_points[0]))
            # A one-sided layer may round codes below its zero point, -128, as it likes.
            assert _code(layer, channel, activations) == expected


def test_constants_fit_in_the_registers() -> None:
    layer = top_half(
        np.full((2, _TAPS), -128, np.int8),
        np.array([10**7, -5], np.int32),
        _scaling([2.0**-20, 0.49], -128, 127),
    )
    assert isinstance(layer, TopHalf) or layer == ["its accumulators are too large to be scaled"]
    layer = top_half(
        np.full((2, _TAPS), -128, np.int8),
        np.array([10**7, -5], np.int32),
        _scaling([2.0**-20, 2.0**-8], -128, -128),
    )
    assert isinstance(layer, TopHalf)
    assert np.abs(layer.weights).max() <= 2**15
    for words in (layer.bias, layer.multipliers, layer.addends):
        assert np.abs(words).max() < 2**31


def test_what_has_no_such_form_is_refused_with_the_reason() -> None:
    weights, bias = np.ones((1, _TAPS), np.int8), np.zeros(1, np.int32)
    assert top_half(weights, bias, _scaling([0.7], 0, 0)) == [
        "a requantisation factor is 0.5 or more"
    ]
