"""The six official models on an emulated Cortex-M4: exact, fast and small."""

from __future__ import annotations

import pytest

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.plan import Isa
from neurio_gen.oracle import Oracle
from tests.shared_files import official_model
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import compare, sample_inputs
from tests.support.truncate import tensor_before_softmax, truncate

# Executed instructions of one inference, in millions; bytes of arena, scratch memory included.
# A little above what was measured, so that a slower kernel is noticed.
LIMITS = {
    "ad01": (0.275, 272),
    "kws01": (2.7, 17_152),
    "ic01": (11.0, 51_456),
    "ic02": (58.0, 128_640),
    "vww01": (4.9, 78_336),
    "sww01": (0.8, 11_616),
}


@pytest.mark.parametrize("model_id", LIMITS)
def test_instructions_and_arena_stay_within_limits(model_id: str) -> None:
    content = official_model(model_id)
    plan = compile_model(content, model_id, Isa.DSP)
    inputs = list(sample_inputs(plan, seed=1, samples=2))
    runs = CortexMModel(plan).run(inputs)
    oracle = Oracle(content)
    for run, arrays in zip(runs, inputs, strict=True):
        compare(run.outputs, oracle.invoke(arrays), plan)
    millions, arena_bytes = LIMITS[model_id]
    assert max(run.instructions for run in runs) <= millions * 1e6
    assert plan.arena_bytes <= arena_bytes


@pytest.mark.parametrize("model_id", [name for name in LIMITS if name != "ad01"])
def test_the_logits_are_the_oracles_where_softmax_would_hide_them(model_id: str) -> None:
    content = official_model(model_id)
    logits = tensor_before_softmax(content)
    assert logits is not None
    assert_exact_on_cortex_m(truncate(content, logits), samples=3)


@pytest.mark.parametrize("model_id", LIMITS)
def test_no_layer_is_left_to_the_portable_kernels(model_id: str) -> None:
    plan = compile_model(official_model(model_id), model_id, Isa.DSP)
    weighted = [layer for layer in plan.layers if layer.macs]
    assert all(layer.header.startswith("kernels/dsp/") for layer in weighted)
