"""The test of kernels for Cortex-M: every output byte as TFLite Micro's, on the emulated core."""

from __future__ import annotations

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.goal import Goal
from neurio_gen.compiler.plan import Plan
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import compare, sample_inputs


def assert_exact_on_cortex_m(
    tflite: bytes,
    *,
    isa: Isa = Isa.DSP,
    goal: Goal | None = None,
    board: str = "mps2_an386",
    seed: int = 0,
    samples: int = 3,
) -> Plan:
    """A model's generated code on the core gives the oracle's bytes; the plan, for more tests."""
    plan = compile_model(tflite, "the model", isa, goal)
    inputs = list(sample_inputs(plan, seed, samples))
    oracle = Oracle(tflite)
    for run, arrays in zip(CortexMModel(plan, board).run(inputs), inputs, strict=True):
        compare(run.outputs, oracle.invoke(arrays), plan)
    return plan
