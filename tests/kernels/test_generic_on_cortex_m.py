"""A sample of all portable operators on the emulated Cortex-M4, many in one image."""

from __future__ import annotations

import pytest

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import compare, sample_inputs
from tests.support.operator_models import (
    functions_of_elements,
    rearranging_operators,
    sixteen_bit_operators,
    weighted_layers,
)

_MODELS = {
    "elementwise": functions_of_elements(),
    "rearranging": rearranging_operators(),
    "layers": weighted_layers(),
    "sixteen_bits": sixteen_bit_operators(),
}


@pytest.mark.parametrize("name", _MODELS)
def test_outputs_are_the_oracles(name: str) -> None:
    content = _MODELS[name]
    plan = compile_model(content, name, Isa.GENERIC)
    oracle, samples = Oracle(content), list(sample_inputs(plan, seed=1, samples=3))
    for inputs, run in zip(samples, CortexMModel(plan).run(samples), strict=True):
        compare(run.outputs, oracle.invoke(inputs), plan)
