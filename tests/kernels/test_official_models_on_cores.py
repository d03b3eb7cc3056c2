"""The six official models on emulated Cortex-M cores: exact, fast and small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.shared_files import official_model
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import compare, sample_inputs
from tests.support.truncate import tensor_before_softmax, truncate

# Bytes of arena, scratch memory included. A little above what was measured.
ARENAS = {
    "ad01": 272,
    "kws01": 17_152,
    "ic01": 64_000,
    "ic02": 156_000,
    "vww01": 78_336,
    "sww01": 11_616,
}


@dataclass(frozen=True)
class Core:
    """A core and what an inference may take: executed instructions, in millions.

    A little above what was measured, so that a slower kernel is noticed.
    """

    isa: Isa
    board: str
    millions: Mapping[str, float]


CORTEX_M4 = Core(
    Isa.DSP,
    "mps2_an386",
    {"ad01": 0.275, "kws01": 2.7, "ic01": 7.6, "ic02": 35.0, "vww01": 4.9, "sww01": 0.8},
)
CORTEX_M55 = Core(
    Isa.MVE,
    "mps3_an547",
    {"ad01": 0.051, "kws01": 0.64, "ic01": 1.6, "ic02": 8.6, "vww01": 1.12, "sww01": 0.175},
)
on_both_cores = pytest.mark.parametrize(
    "core", [pytest.param(CORTEX_M4, id="M4"), pytest.param(CORTEX_M55, id="M55")]
)


@on_both_cores
@pytest.mark.parametrize("model_id", ARENAS)
def test_instructions_and_arena_stay_within_limits(core: Core, model_id: str) -> None:
    content = official_model(model_id)
    plan = compile_model(content, model_id, core.isa)
    inputs = list(sample_inputs(plan, seed=1, samples=2))
    runs = CortexMModel(plan, core.board).run(inputs)
    oracle = Oracle(content)
    for run, arrays in zip(runs, inputs, strict=True):
        compare(run.outputs, oracle.invoke(arrays), plan)
    assert max(run.instructions for run in runs) <= core.millions[model_id] * 1e6
    assert plan.arena_bytes <= ARENAS[model_id]


@on_both_cores
@pytest.mark.parametrize("model_id", [name for name in ARENAS if name != "ad01"])
def test_the_logits_are_the_oracles_where_softmax_would_hide_them(
    core: Core, model_id: str
) -> None:
    content = official_model(model_id)
    logits = tensor_before_softmax(content)
    assert logits is not None
    model = truncate(content, logits)
    assert_exact_on_cortex_m(model, isa=core.isa, board=core.board, samples=3)


@on_both_cores
@pytest.mark.parametrize("model_id", ARENAS)
def test_every_layer_but_softmax_has_a_kernel_for_the_core(core: Core, model_id: str) -> None:
    plan = compile_model(official_model(model_id), model_id, core.isa)
    own = f"kernels/{core.isa.value}/"
    assert {each.kernel for each in plan.layers if not each.header.startswith(own)} <= {
        "softmax_s8"
    }
