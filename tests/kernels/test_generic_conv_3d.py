"""CONV_3D, which TFLite Micro lacks, within a stated tolerance of TensorFlow's interpreter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.models.tensorflow_oracle import tensorflow_outputs
from tests.support.exactness import sample_inputs
from tests.support.host_runner import HostModel
from tests.support.model_writer import ModelWriter

TOLERANCE = 1e-5
"""Largest error relative to the largest output: float32 sums in another order."""

_SHAPE = (1, 5, 7, 6, 3)


@dataclass(frozen=True)
class _Case:
    kernel: tuple[int, int, int]
    strides: tuple[int, int, int]
    padding: str
    activation: str
    dilation: int = 1
    filters: int = 4

    def output_shape(self) -> tuple[int, ...]:
        sizes = []
        for length, taps, stride in zip(_SHAPE[1:4], self.kernel, self.strides, strict=True):
            reach = (taps - 1) * self.dilation + 1
            valid = (length - reach) // stride + 1
            sizes.append(-(-length // stride) if self.padding == "SAME" else valid)
        return (1, *sizes, self.filters)


_CASES = (
    _Case((3, 3, 3), (1, 1, 1), "SAME", "NONE"),
    _Case((3, 2, 1), (2, 1, 2), "SAME", "RELU"),
    _Case((2, 4, 3), (1, 2, 3), "VALID", "RELU6"),
    _Case((2, 3, 2), (1, 1, 1), "VALID", "NONE", dilation=2),
)


def _model() -> bytes:
    """int8 -> DEQUANTIZE -> every case's CONV_3D; the first one's result also quantised."""
    generator = np.random.default_rng(7)
    writer = ModelWriter()
    source = writer.input(_SHAPE, 0.05, -3)
    real = writer.tensor(_SHAPE, dtype="float32")
    writer.op("DEQUANTIZE", [source], [real])
    results = []
    for i, case in enumerate(_CASES):
        weights = generator.normal(size=(*case.kernel, _SHAPE[4], case.filters))
        inputs = [real, writer.constant(weights.astype(np.float32)), -1]
        if i % 2:
            inputs[2] = writer.constant(generator.normal(size=case.filters).astype(np.float32))
        results.append(writer.output(case.output_shape(), dtype="float32"))
        options = {f"stride_{axis}": n for axis, n in zip("dhw", case.strides, strict=True)}
        options |= {f"dilation_{axis}_factor": case.dilation for axis in "dhw"}
        writer.op(
            "CONV_3D",
            inputs,
            [results[-1]],
            padding=case.padding,
            fused_activation_function=case.activation,
            **options,
        )
    codes = writer.output(_CASES[0].output_shape(), 0.3, 5)
    writer.op("QUANTIZE", [results[0]], [codes])
    return writer.bytes()


@pytest.mark.parametrize("sanitised", [False, True])
def test_conv_3d_is_within_the_tolerance(sanitised: bool) -> None:
    content = _model()
    plan = compile_model(content, "3-D", Isa.GENERIC)
    samples = list(sample_inputs(plan, seed=3, samples=2))
    model = HostModel(plan, sanitised=sanitised)
    for inputs, expected in zip(samples, tensorflow_outputs(content, samples), strict=True):
        *reals, codes = model(inputs)
        for ours, truth in zip(reals, expected, strict=False):
            assert np.abs(ours - truth).max() <= TOLERANCE * np.abs(truth).max()
        # Where a real number lies between two codes, either may be taken.
        assert np.abs(codes.astype(int) - expected[-1].astype(int)).max() <= 1
