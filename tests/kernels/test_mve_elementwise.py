"""Sums, differences and tables with MVE, on an emulated Cortex-M55."""

from __future__ import annotations

import numpy as np
import pytest

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import compare
from tests.support.model_writer import ModelWriter
from tests.support.mve import assert_exact_on_helium


def _sum(
    kind: str,
    elements: int,
    activation: str = "NONE",
    output_zero_point: int = 4,
    output_scale: float = 0.0419,
) -> bytes:
    writer = ModelWriter()
    left = writer.input((1, elements), 0.0213, -128)
    right = writer.input((1, elements), 0.0371, 17)
    y = writer.output((1, elements), output_scale, output_zero_point)
    writer.op(kind, [left, right], [y], fused_activation_function=activation)
    return writer.bytes()


def _function(kind: str, elements: int) -> bytes:
    writer = ModelWriter()
    x = writer.input((1, elements), 0.05, 7)
    output = (1 / 128, 0) if kind == "TANH" else (1 / 256, -128)
    writer.op(kind, [x], [writer.output((1, elements), *output)])
    return writer.bytes()


@pytest.mark.parametrize(
    ("kind", "activation", "zero_point", "scale"),
    [
        ("ADD", "NONE", 4, 0.0419),
        ("SUB", "NONE", -9, 0.0071),
        ("ADD", "RELU", -128, 0.0419),
        ("SUB", "NONE", 0, 0.33),
    ],
)
def test_sums_of_all_pairs_of_codes(
    kind: str, activation: str, zero_point: int, scale: float
) -> None:
    """Sums that saturate, and some that never do, so that as many bits as can be are a fraction."""
    codes = np.arange(-128, 128).astype(np.int8)
    pairs = np.repeat(codes, 256).reshape(4, 1, -1), np.tile(codes, 256).reshape(4, 1, -1)
    samples = [[left, right] for left, right in zip(*pairs, strict=True)]
    content = _sum(kind, 16_384, activation, zero_point, scale)
    plan = compile_model(content, kind, Isa.MVE)
    assert plan.layers[0].kernel == "mve_linear_sum_s8"
    runs = CortexMModel(plan, "mps3_an547").run(samples)
    for run, inputs in zip(runs, samples, strict=True):
        compare(run.outputs, Oracle(content).invoke(inputs), plan)
        assert run.instructions < 1.7 * 16_384


def test_sums_of_every_rest_of_elements() -> None:
    for elements in (1, 7, 15, 16, 17, 33):
        assert_exact_on_helium(_sum("ADD", elements))


@pytest.mark.parametrize("kind", ["TANH", "LOGISTIC"])
def test_functions_of_every_code(kind: str) -> None:
    codes = np.arange(-128, 128).astype(np.int8).reshape(1, 256)
    content = _function(kind, 256)
    plan = compile_model(content, kind, Isa.MVE)
    (run,) = CortexMModel(plan, "mps3_an547").run([[codes]])
    compare(run.outputs, Oracle(content).invoke([codes]), plan)
    assert plan.layers[0].kernel == "mve_lookup_s8"
    assert run.instructions < 0.5 * 256


def test_functions_of_every_rest_of_elements() -> None:
    for elements in (1, 15, 16, 17):
        assert_exact_on_helium(_function("LOGISTIC", elements))
