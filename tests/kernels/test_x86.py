"""The kernels for x86-64, at each level of vector units that this computer has."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.plan import Plan
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cases import sample
from tests.support.exactness import assert_exact, compare
from tests.support.host_runner import X86_LEVELS, HostModel
from tests.support.layers import conv_2d, depthwise_conv_2d, fully_connected, pool_2d
from tests.support.model_writer import ModelWriter
from tests.support.quantised_layers import (
    Convolution,
    Dense,
    Depthwise,
    Quantised,
    model,
    random_weights,
)

pytestmark = pytest.mark.skipif(
    platform.machine() != "x86_64", reason="the kernels are for x86-64; others take portable ones"
)

ONE_SIDED = Quantised(factors=(0.004, 0.0013, 0.011, 0.0305))
TWO_SIDED = replace(ONE_SIDED, activation="NONE", output_zero_point=7, input_zero_point=-3)
CLAMPED = replace(ONE_SIDED, activation="RELU6", output_zero_point=-20)
LEVELS = pytest.mark.parametrize("level", X86_LEVELS, ids=["baseline", "avx2", "avx512"])
CONVOLUTION = "x86_conv_2d_s8"
DEPTHWISE = "x86_depthwise_conv_2d_s8"


def _layers(quantised: Quantised) -> list[Convolution | Depthwise | Dense]:
    """Every rest of pixels, filters and bytes; windows beyond the image, strides, dilation."""
    cases = [
        ((1, 1, 1), (1, 1), 1, (1, 1)),
        ((3, 3, 3), (3, 3), 5, (1, 1)),
        ((2, 4, 67), (2, 2), 16, (1, 1)),
        ((5, 5, 16), (3, 3), 17, (2, 2)),
        ((13, 13, 8), (1, 1), 33, (1, 1)),
        ((7, 9, 5), (5, 5), 48, (1, 2)),
        ((4, 12, 20), (1, 3), 67, (2, 1)),
    ]
    layers: list[Convolution | Depthwise | Dense] = [
        Convolution(image, random_weights(n, filters, *window, image[2]), quantised, stride)
        for n, (image, window, filters, stride) in enumerate(cases)
    ]
    layers.append(
        Convolution((9, 6, 4), random_weights(9, 3, 3, 2, 4), quantised, (1, 1), (3, 1), "VALID")
    )
    windows = [
        ((1, 1, 1), (1, 1), (1, 1), (1, 1)),
        ((5, 4, 8), (3, 3), (1, 1), (1, 1)),
        ((9, 13, 17), (3, 3), (2, 2), (1, 1)),
        ((6, 7, 35), (4, 2), (1, 1), (1, 1)),
        ((9, 9, 16), (3, 3), (1, 1), (2, 3)),
    ]
    layers += [
        Depthwise(image, random_weights(n, 1, *window, image[2]), quantised, stride, dilation)
        for n, (image, window, stride, dilation) in enumerate(windows)
    ]
    layers += [
        Dense(rows, random_weights(rows, outputs, depth), quantised)
        for rows, outputs, depth in ((1, 1, 1), (3, 20, 37), (9, 65, 64))
    ]
    return layers


def _kernels(plan: Plan) -> set[str]:
    return {layer.kernel for layer in plan.layers}


@LEVELS
@pytest.mark.parametrize(
    "quantised", [ONE_SIDED, TWO_SIDED, CLAMPED], ids=["one_sided", "two_sided", "clamped"]
)
def test_layers_of_every_shape(quantised: Quantised, level: int) -> None:
    content = model(*_layers(quantised))
    plan = assert_exact(content, isa=Isa.X86, x86_most=level)
    assert _kernels(plan) == {CONVOLUTION, DEPTHWISE}


@LEVELS
def test_no_byte_outside_of_the_buffers_is_touched(level: int) -> None:
    """With the sanitisers, in memory of exactly the planned size."""
    content = model(*_layers(TWO_SIDED))
    assert_exact(content, isa=Isa.X86, x86_most=level, samples=0, sanitised=True)


@LEVELS
@pytest.mark.parametrize("zero_point", [-128, 127])
def test_the_largest_sums(zero_point: int, level: int) -> None:
    """Weights and zero points at both ends, biases that saturate the codes, shifts from 0 to 31."""
    weights = np.full((6, 3, 3, 48), -128, np.int8)
    weights[::2] = 127
    bias = np.array([2**20, -(2**20), 2**24, -(2**24), 0, 1])
    quantised = Quantised(zero_point, -1 - zero_point, (0.9, 0.0004, 3e-9), "NONE")
    layers: list[Convolution | Depthwise | Dense] = [
        Convolution((3, 9, 48), weights, quantised, bias=bias),
        Depthwise((4, 5, 6), weights[:1, :, :, :6], quantised, bias=bias),
        Dense(2, weights.reshape(6, -1), quantised, bias=bias),
    ]
    assert_exact(model(*layers), isa=Isa.X86, x86_most=level)


def _sum(kind: str, elements: int, activation: str, zero_point: int) -> bytes:
    writer = ModelWriter()
    left = writer.input((1, elements), 0.0213, -128)
    right = writer.input((1, elements), 0.0371, 17)
    y = writer.output((1, elements), 0.0419, zero_point)
    writer.op(kind, [left, right], [y], fused_activation_function=activation)
    return writer.bytes()


@LEVELS
@pytest.mark.parametrize(
    ("kind", "activation", "zero_point"),
    [("ADD", "NONE", 4), ("SUB", "NONE", -9), ("ADD", "RELU", -128)],
)
def test_sums_of_all_pairs_of_codes(
    kind: str, activation: str, zero_point: int, level: int
) -> None:
    codes = np.arange(-128, 128).astype(np.int8)
    inputs = [np.repeat(codes, 256)[np.newaxis, :-3], np.tile(codes, 256)[np.newaxis, 3:]]
    content = _sum(kind, 65_533, activation, zero_point)
    plan = compile_model(content, kind, Isa.X86)
    assert _kernels(plan) == {"x86_linear_sum_s8"}
    compare(HostModel(plan, x86_most=level)(inputs), Oracle(content).invoke(inputs), plan)


@LEVELS
def test_means_of_every_window(level: int) -> None:
    """Windows at the edges have fewer positions; 16 channels and any rest."""
    writer = ModelWriter()
    for channels, window, stride in ((16, (3, 3), 1), (17, (2, 5), 2), (35, (5, 4), 1)):
        x = writer.input((1, 7, 6, channels), 0.05, 3)
        size = [-(-length // stride) for length in (7, 6)]
        y = writer.output((1, *size, channels), 0.05, 3)
        sizes = {"filter_height": window[0], "filter_width": window[1]}
        options = {**sizes, "stride_h": stride, "stride_w": stride, "padding": "SAME"}
        writer.op("AVERAGE_POOL_2D", [x], [y], fused_activation_function="RELU", **options)
    plan = assert_exact(writer.bytes(), isa=Isa.X86, x86_most=level)
    assert _kernels(plan) == {"x86_average_pool_2d_s8"}


ANY = st.one_of(
    conv_2d(),
    conv_2d(groups=True),
    depthwise_conv_2d(),
    fully_connected(),
    pool_2d("AVERAGE_POOL_2D"),
)


@sample(6)
@given(content=ANY, level=st.sampled_from(X86_LEVELS))
def test_any_layer(content: bytes, level: int) -> None:
    """What the kernels do not take is run by portable ones."""
    assert_exact(content, isa=Isa.X86, x86_most=level)


def _named(layers: Sequence[Convolution | Depthwise | Dense]) -> list[str]:
    return [layer.kernel for layer in compile_model(model(*layers), "layers", Isa.X86).layers]


def test_layers_outside_of_the_proof_take_portable_kernels() -> None:
    """Dilated columns, several filters per channel of a group, factors of 1 and more."""
    large = replace(TWO_SIDED, factors=(0.3, 1.5))
    layers: list[Convolution | Depthwise | Dense] = [
        Convolution((5, 9, 4), random_weights(0, 3, 3, 3, 4), ONE_SIDED, (1, 1), (1, 2)),
        Convolution((5, 9, 4), random_weights(0, 4, 3, 3, 2), ONE_SIDED),
        Convolution((5, 9, 4), random_weights(0, 4, 3, 3, 4), large),
        Depthwise((5, 9, 4), random_weights(0, 1, 3, 3, 4), large),
        Dense(2, random_weights(0, 4, 9), large),
    ]
    expected = ["conv_2d_s8"] * 3 + ["depthwise_conv_2d_s8", "fully_connected_s8"]
    assert _named(layers) == expected
