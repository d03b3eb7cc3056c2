"""A sample of all portable operators on the emulated Cortex-M4, many in one image."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.plan import Isa
from neurio_gen.oracle import Oracle
from tests.support.cases import int8s
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import compare, sample_inputs
from tests.support.model_writer import ModelWriter

_SHAPE = (1, 6, 5, 4)


class _Fan(ModelWriter):
    """A model of one input that many operators read, each with an output of its own."""

    def __init__(self, scale: float, zero_point: int, dtype: str) -> None:
        super().__init__()
        self.quantisation = (scale, zero_point, dtype)
        self.source = self.input(_SHAPE, *self.quantisation)

    def add(
        self,
        kind: str,
        shape: tuple[int, ...] = _SHAPE,
        *others: int,
        quantisation: tuple[Any, ...] | None = None,
        **options: Any,
    ) -> None:
        output = self.output(shape, *(quantisation or self.quantisation))
        self.op(kind, [self.source, *others], [output], **options)

    def ints(self, *values: int) -> int:
        return self.constant(np.array(values, np.int32))


def _elementwise() -> _Fan:
    fan = _Fan(0.05, -7, "int8")
    per_channel = fan.constant(int8s(1, (4,)), 0.02, 3)
    for kind in ("ADD", "SUB", "MUL", "MAXIMUM", "MINIMUM", "PRELU"):
        fan.add(kind, _SHAPE, per_channel)
    fan.add("ADD", _SHAPE, fan.source, fused_activation_function="RELU")
    fan.add("LOGISTIC", quantisation=(1 / 256, -128))
    fan.add("TANH", quantisation=(1 / 128, 0))
    fan.add("HARD_SWISH", quantisation=(0.03, -100))
    fan.add("SOFTMAX", quantisation=(1 / 256, -128), beta=1.0)
    fan.add("DEQUANTIZE", quantisation=(None, 0, "float32"))
    return fan


def _rearranging() -> _Fan:
    fan = _Fan(0.05, -7, "int8")
    fan.add("TRANSPOSE", (1, 4, 5, 6), fan.ints(0, 3, 2, 1))
    fan.add("SLICE", (1, 3, 2, 3), fan.ints(0, 2, 1, 1), fan.ints(1, 3, 2, 3))
    corners = fan.ints(0, 5, 0, 0), fan.ints(1, 0, 5, 4), fan.ints(1, -2, 2, 1)
    fan.add("STRIDED_SLICE", (1, 3, 3, 4), *corners)
    fan.add("CONCATENATION", (1, 6, 5, 8), fan.source, axis=3)
    fan.add("PACK", (2, *_SHAPE), fan.source, axis=0, values_count=2)
    paddings = fan.constant(np.array([[0, 0], [1, 2], [2, 1], [0, 0]], np.int32))
    fan.add("PAD", (1, 9, 8, 4), paddings)
    fan.add("MIRROR_PAD", (1, 9, 8, 4), paddings, mode="REFLECT")
    fan.add("RESIZE_NEAREST_NEIGHBOR", (1, 9, 7, 4), fan.ints(9, 7))
    fan.add("RESIZE_BILINEAR", (1, 9, 7, 4), fan.ints(9, 7), half_pixel_centers=True)
    fan.add("MEAN", (1, 4), fan.ints(1, 2), quantisation=(0.02, 5))
    fan.add("REDUCE_MAX", (1, 6, 4), fan.ints(2))
    fan.add("ARG_MAX", (1, 6, 5), fan.ints(3), quantisation=(None, 0, "int32"))
    halves = [fan.output((1, 3, 5, 4), *fan.quantisation) for _ in range(2)]
    fan.op("SPLIT", [fan.ints(1), fan.source], halves, num_splits=2)
    return fan


def _layers() -> _Fan:
    fan = _Fan(0.05, -7, "int8")
    bias = fan.constant(np.arange(-300, 300, 100, dtype=np.int32))
    window = {"stride_h": 2, "stride_w": 1, "padding": "SAME"}
    grouped = fan.constant(int8s(2, (6, 3, 3, 2)), [0.003 * (i + 1) for i in range(6)])
    fan.add("CONV_2D", (1, 3, 5, 6), grouped, bias, **window)
    dilated = fan.constant(int8s(3, (6, 2, 2, 4)), 0.01)
    options = {"dilation_h_factor": 2, "dilation_w_factor": 3, "padding": "VALID"}
    fan.add("CONV_2D", (1, 4, 2, 6), dilated, bias, stride_h=1, stride_w=1, **options)
    depthwise = fan.constant(int8s(4, (1, 3, 2, 8)), 0.01)
    biases = fan.constant(np.zeros(8, np.int32))
    fan.add("DEPTHWISE_CONV_2D", (1, 3, 5, 8), depthwise, biases, depth_multiplier=2, **window)
    dense = fan.constant(int8s(5, (6, 120)), [0.001 * (i + 1) for i in range(6)])
    fan.add("FULLY_CONNECTED", (1, 6), dense, bias)
    pool = {"filter_height": 3, "filter_width": 2, **window}
    fan.add("AVERAGE_POOL_2D", (1, 3, 5, 4), **pool)
    fan.add("MAX_POOL_2D", (1, 3, 5, 4), **pool)
    shape = (1, 12, 5, 3)
    transposed = fan.constant(int8s(6, (3, 3, 2, 4)), 0.01)
    output = fan.output(shape, *fan.quantisation)
    fan.op("TRANSPOSE_CONV", [fan.ints(*shape), transposed, fan.source], [output], **window)
    return fan


def _sixteen_bits() -> _Fan:
    fan = _Fan(0.0005, 0, "int16")
    for kind in ("ADD", "SUB", "MAXIMUM"):
        fan.add(kind, _SHAPE, fan.source)
    fan.add("MUL", _SHAPE, fan.source, quantisation=(0.005, 0, "int16"))
    fan.add("LEAKY_RELU", alpha=0.3, quantisation=(0.0004, 0, "int16"))
    for kind in ("LOGISTIC", "TANH", "SOFTMAX"):
        options = {"beta": 1.0} if kind == "SOFTMAX" else {}
        fan.add(kind, quantisation=(2.0**-15, 0, "int16"), **options)
    fan.add("QUANTIZE", quantisation=(0.1, 4, "int8"))
    fan.add("MEAN", (1, 4), fan.ints(1, 2))
    weights = fan.constant(int8s(7, (3, 3, 3, 4)), [0.001, 0.002, 0.003])
    bias = fan.constant(np.array([-(2**35), 0, 2**20], np.int64))
    fan.add("CONV_2D", (1, 6, 5, 3), weights, bias, stride_h=1, stride_w=1, padding="SAME")
    dense = fan.constant(int8s(8, (3, 120)), 0.001)
    fan.add("FULLY_CONNECTED", (1, 3), dense, bias)
    return fan


@pytest.mark.parametrize("make", [_elementwise, _rearranging, _layers, _sixteen_bits])
def test_outputs_are_the_oracles(make: Any) -> None:
    content = make().bytes()
    plan = compile_model(content, make.__name__, Isa.GENERIC)
    oracle, samples = Oracle(content), list(sample_inputs(plan, seed=1, samples=3))
    for inputs, run in zip(samples, CortexMModel(plan).run(samples), strict=True):
        compare(run.outputs, oracle.invoke(inputs), plan)
