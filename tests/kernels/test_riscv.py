"""Kernels on emulated RISC-V cores: portable ones on RV32IMAC, and those of the vector unit."""

from __future__ import annotations

import numpy as np
import pytest

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.shared_files import official_model
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import compare, sample_inputs
from tests.support.operator_models import functions_of_elements, weighted_layers
from tests.support.quantised_layers import Dense, Quantised, model, random_weights
from tests.support.truncate import tensor_before_softmax, truncate

PORTABLE, VECTORS = "qemu_riscv32", "qemu_riscv32v"
CORES = [
    pytest.param(Isa.GENERIC, PORTABLE, id="rv32imac"),
    pytest.param(Isa.RVV, VECTORS, id="zve32x"),
]


@pytest.mark.parametrize(("isa", "board"), CORES)
@pytest.mark.parametrize("content", [weighted_layers(), functions_of_elements()])
def test_outputs_are_the_oracles(isa: Isa, board: str, content: bytes) -> None:
    assert_exact_on_cortex_m(content, isa=isa, board=board, samples=2)


@pytest.mark.parametrize("model_id", ["ad01", "kws01", "sww01"])
def test_vectors_take_at_most_a_quarter_of_the_instructions(model_id: str) -> None:
    content = official_model(model_id)
    oracle = Oracle(content)
    counts = {}
    for isa, board in ((Isa.GENERIC, PORTABLE), (Isa.RVV, VECTORS)):
        plan = compile_model(content, model_id, isa)
        inputs = next(iter(sample_inputs(plan, seed=1, samples=1)))
        (run,) = CortexMModel(plan, board).run([inputs])
        compare(run.outputs, oracle.invoke(inputs), plan)
        counts[isa] = run.instructions
    assert counts[Isa.RVV] * 4 <= counts[Isa.GENERIC]


@pytest.mark.parametrize("model_id", ["kws01", "sww01"])
def test_the_logits_are_the_oracles_where_softmax_would_hide_them(model_id: str) -> None:
    content = official_model(model_id)
    logits = tensor_before_softmax(content)
    assert logits is not None
    model = truncate(content, logits)
    assert_exact_on_cortex_m(model, isa=Isa.RVV, board=VECTORS, samples=2)


@pytest.mark.parametrize("depth", [1, 3, 31, 32, 33, 257])
def test_lengths_that_are_no_multiple_of_a_vector(depth: int) -> None:
    content = model(Dense(1, random_weights(depth, 17, depth), Quantised()))
    assert_exact_on_cortex_m(content, isa=Isa.RVV, board=VECTORS, samples=2)


def test_counts_repeat_to_the_instruction() -> None:
    content = model(Dense(1, random_weights(1, 8, 64), Quantised()))
    inputs = [[np.zeros((1, 64), np.int8)]] * 2
    first, second = CortexMModel(compile_model(content, "a layer", Isa.RVV), VECTORS).run(inputs)
    assert abs(first.instructions - second.instructions) <= 1
