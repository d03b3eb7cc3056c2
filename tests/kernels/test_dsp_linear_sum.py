"""Sums of two tensors with the DSP extension, on an emulated Cortex-M4."""

from __future__ import annotations

import numpy as np
import pytest

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import compare
from tests.support.model_writer import ModelWriter

_CODES = np.arange(-128, 128).astype(np.int8)
_EVERY_PAIR = [
    np.repeat(_CODES, 256).reshape(1, 256, 256),
    np.tile(_CODES, 256).reshape(1, 256, 256),
]

Point = tuple[float, int]


def _model(
    kind: str, shape: tuple[int, ...], left: Point, right: Point, output: Point, **options: str
) -> bytes:
    writer = ModelWriter()
    a, b = writer.input(shape, *left), writer.input(shape, *right)
    y = writer.output(shape, *output)
    writer.op(kind, [a, b], [y], **options)
    return writer.bytes()


@pytest.mark.parametrize("kind", ["ADD", "SUB"])
@pytest.mark.parametrize(
    ("left", "right", "output"),
    [
        ((0.03939, -128), (0.10419, 4), (0.05095, -128)),
        ((0.04476, -17), (0.11312, 4), (0.05324, -128)),
        ((0.08386, 38), (0.21724, -2), (0.12707, 127)),
        ((0.5, 0), (0.25, 0), (0.5, 0)),  # sums that are ties
        ((1.0, 3), (0.001, -3), (0.7, 5)),
        ((0.01, -128), (3.0, 127), (0.2, 0)),  # most sums saturate
    ],
)
def test_every_pair_of_codes(kind: str, left: Point, right: Point, output: Point) -> None:
    content = _model(kind, (1, 256, 256), left, right, output)
    plan = compile_model(content, "a sum", Isa.DSP)
    (run,) = CortexMModel(plan).run([_EVERY_PAIR])
    compare(run.outputs, Oracle(content).invoke(_EVERY_PAIR), plan)


def test_residual_connections_take_the_fast_kernel() -> None:
    content = _model("ADD", (1, 8), (0.03939, -128), (0.10419, 4), (0.05095, -128))
    assert compile_model(content, "a sum", Isa.DSP).layers[0].kernel == "linear_sum_s8"


def test_every_rest_of_elements() -> None:
    for elements in (1, 2, 3, 5, 7, 8, 9, 15, 17):
        content = _model("ADD", (1, elements), (0.04, 5), (0.1, -7), (0.11, 9))
        plan = assert_exact_on_cortex_m(content)
        assert plan.layers[0].kernel == "linear_sum_s8"


def test_a_clamp_within_int8_goes_to_the_portable_kernel() -> None:
    left, right, output = (0.04, 5), (0.1, -7), (0.11, -20)
    content = _model("ADD", (1, 9), left, right, output, fused_activation_function="RELU")
    assert assert_exact_on_cortex_m(content).layers[0].kernel == "add_s8"
