"""Kernels on emulated RISC-V cores: portable ones, those for RV32IM, those of the vector unit."""

from __future__ import annotations

import os

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
from tests.support.quantised_layers import (
    Convolution,
    Dense,
    Depthwise,
    Quantised,
    model,
    random_weights,
)
from tests.support.truncate import tensor_before_softmax, truncate

LONG = bool(os.environ.get("NEURIO_GEN_LONG_TESTS"))
PORTABLE, VECTORS = "qemu_riscv32", "qemu_riscv32v"
CORES = [
    pytest.param(Isa.GENERIC, PORTABLE, id="portable"),
    pytest.param(Isa.RV32, PORTABLE, id="rv32im"),
    pytest.param(Isa.RVV, VECTORS, id="zve32x"),
]


@pytest.mark.parametrize(("isa", "board"), CORES)
@pytest.mark.parametrize("content", [weighted_layers(), functions_of_elements()])
def test_outputs_are_the_oracles(isa: Isa, board: str, content: bytes) -> None:
    assert_exact_on_cortex_m(content, isa=isa, board=board, samples=2)


def instructions(model_id: str, isa: Isa, board: str) -> int:
    """Of one inference, whose outputs are the oracle's."""
    content = official_model(model_id)
    plan = compile_model(content, model_id, isa)
    inputs = next(iter(sample_inputs(plan, seed=1, samples=1)))
    (run,) = CortexMModel(plan, board).run([inputs])
    compare(run.outputs, Oracle(content).invoke(inputs), plan)
    return run.instructions


@pytest.mark.parametrize(("model_id", "share"), [("ad01", 0.75), ("kws01", 0.5), ("sww01", 0.75)])
def test_instructions_beside_the_portable_kernels(model_id: str, share: float) -> None:
    portable = instructions(model_id, Isa.GENERIC, PORTABLE)
    assert instructions(model_id, Isa.RV32, PORTABLE) <= share * portable
    assert instructions(model_id, Isa.RVV, VECTORS) * 4 <= portable


_PLAIN = Quantised(input_zero_point=5, output_zero_point=-7, activation="NONE")
_WIDE = Quantised(
    input_zero_point=127,
    output_zero_point=3,
    factors=(1.7, 0.5, 0.004, 2.0**-20, 1.0),
    activation="NONE",
)


def _layers(seed: int) -> list[Convolution | Depthwise | Dense]:
    """Shapes that leave rests: of four filters, four places, four bytes, eight channels."""
    random = np.random.default_rng(seed)
    depth, filters, channels = (int(n) for n in random.integers(1, 19, 3))
    bias = random.integers(-(2**30), 2**30, filters)
    image = (int(random.integers(3, 7)), int(random.integers(3, 7)), depth)
    return [
        Convolution(image, random_weights(seed, filters, 1, 1, depth), Quantised()),
        Convolution(image, random_weights(seed, filters, 1, 1, depth), _PLAIN, stride=(2, 2)),
        Convolution(image, random_weights(seed, filters, 3, 2, depth), _WIDE, dilation=(1, 2)),
        Convolution(image, random_weights(seed, filters, 3, 3, depth), _WIDE, bias=bias),
        Convolution(image, random_weights(seed, filters, 2, 3, depth), _PLAIN, padding="VALID"),
        Depthwise((*image[:2], channels), random_weights(seed, 1, 3, 3, channels), Quantised()),
        Depthwise((*image[:2], channels), random_weights(seed, 1, 2, 5, channels), _WIDE),
        Depthwise(
            (*image[:2], channels), random_weights(seed, 1, 3, 3, channels), _PLAIN, stride=(2, 1)
        ),
        *(Dense(rows, random_weights(seed, filters, depth), _WIDE) for rows in (1, 2, 3, 6)),
    ]


@pytest.mark.parametrize("seed", range(20) if LONG else range(2))
def test_layers_that_leave_rests(seed: int) -> None:
    assert_exact_on_cortex_m(model(*_layers(seed)), isa=Isa.RV32, board=PORTABLE, samples=2)


@pytest.mark.parametrize("model_id", ["kws01", "sww01"])
def test_the_logits_are_the_oracles_where_softmax_would_hide_them(model_id: str) -> None:
    content = official_model(model_id)
    logits = tensor_before_softmax(content)
    assert logits is not None
    cut = truncate(content, logits)
    assert_exact_on_cortex_m(cut, isa=Isa.RVV, board=VECTORS, samples=2)
    assert_exact_on_cortex_m(cut, isa=Isa.RV32, board=PORTABLE, samples=2)


@pytest.mark.parametrize("depth", [1, 3, 31, 32, 33, 257])
def test_lengths_that_are_no_multiple_of_a_vector(depth: int) -> None:
    content = model(Dense(1, random_weights(depth, 17, depth), Quantised()))
    assert_exact_on_cortex_m(content, isa=Isa.RVV, board=VECTORS, samples=2)


def test_counts_repeat_to_the_instruction() -> None:
    content = model(Dense(1, random_weights(1, 8, 64), Quantised()))
    inputs = [[np.zeros((1, 64), np.int8)]] * 2
    first, second = CortexMModel(compile_model(content, "a layer", Isa.RVV), VECTORS).run(inputs)
    assert abs(first.instructions - second.instructions) <= 1
