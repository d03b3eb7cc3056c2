"""Random layers of every kind, and graphs of several, on every set of kernels, many in one image.

For the long run only: the other files take a few of each, on the portable kernels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support import control_flow, float_layers, layers_of_two, layers_s16, whole_number_layers
from tests.support.batch_layers import KINDS, batches, int4_layer
from tests.support.cases import LONG
from tests.support.cortex_m_runner import CortexMModels
from tests.support.exactness import Array, compare, sample_inputs
from tests.support.host_runner import host_models
from tests.support.random_graphs import random_graph
from tests.support.recurrent_layers import lstm_layer, svdf

_LAYERS = {
    **{
        f"{kind}-int32": whole_number_layers.arithmetic(kind) for kind in whole_number_layers.OF_TWO
    },
    "CAST": whole_number_layers.cast(),
    "DYNAMIC_UPDATE_SLICE": whole_number_layers.dynamic_update_slice(),
    "EMBEDDING_LOOKUP": whole_number_layers.embedding_lookup(),
    "FILL": whole_number_layers.fill(),
    "DIV-int8": layers_of_two.of_two("DIV"),
    "PRELU-int8": layers_of_two.prelu(),
    "PRELU-int16": layers_s16.prelu_s16(),
    "BATCH_MATMUL-int16": layers_s16.batch_matmul_s16(),
    "REDUCE_ALL": whole_number_layers.all_along_axes(),
    "WHILE": control_flow.while_loop(),
    "IF": control_flow.if_else(),
    "LSTM-int8": lstm_layer("int8"),
    "LSTM-int16": lstm_layer("int16"),
    "SVDF": svdf(),
    **{f"{kind}-batches": batches(kind) for kind in KINDS},
    "int4": int4_layer(),
    "graphs": st.integers(0, 2**32 - 1).map(random_graph),
    **{
        f"{kind}-float32": float_layers.weighted_layer(kind)
        for kind in ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED")
    },
    **{f"{kind}-float32": float_layers.arithmetic(kind) for kind in float_layers.OF_TWO},
}
_SETS = {
    "portable": (Isa.GENERIC, None),
    "x86": (Isa.X86, None),
    "dsp": (Isa.DSP, "mps2_an386"),
    "mve": (Isa.MVE, "mps3_an547"),
}
_STEPS = 3
_A_PROGRAM = 50
"""Models of one program: what fits into the boards' flash."""


@pytest.mark.slow
@pytest.mark.parametrize("kernels", _SETS)
@pytest.mark.parametrize("kind", _LAYERS)
def test_outputs_are_the_oracles(kind: str, kernels: str) -> None:
    isa, board = _SETS[kernels]
    layers = _drawn(_LAYERS[kind], LONG)
    for start in range(0, len(layers), _A_PROGRAM):
        _assert_exact(layers[start : start + _A_PROGRAM], isa, board)


def _assert_exact(layers: Sequence[bytes], isa: Isa, board: str | None) -> None:
    plans = [compile_model(content, "the model", isa) for content in layers]
    samples = [list(sample_inputs(plan, seed, _STEPS)) for seed, plan in enumerate(plans)]
    found = _on_host(plans, samples) if board is None else _on_core(plans, samples, board)
    wrong = []
    for number, (content, plan) in enumerate(zip(layers, plans, strict=True)):
        oracle = Oracle(content)
        try:
            for outputs, inputs in zip(found[number], samples[number], strict=True):
                compare(outputs, oracle.invoke(inputs), plan)
        except AssertionError as error:
            wrong.append(f"{number}, {[layer.kernel for layer in plan.layers]}: {error}")
    assert not wrong, "\n".join(wrong)


def _on_host(plans: Sequence[Any], samples: Sequence[Any]) -> list[list[list[Array]]]:
    models = zip(host_models(plans), samples, strict=True)
    return [[model(inputs) for inputs in own] for model, own in models]


def _on_core(plans: Sequence[Any], samples: Sequence[Any], board: str) -> list[list[list[Array]]]:
    runs = CortexMModels(plans, board).run(samples)
    return [[run.outputs for run in own] for own in runs]


def _drawn(layers: st.SearchStrategy[bytes], count: int) -> list[bytes]:
    """Different layers, always the same."""
    drawn: list[bytes] = []

    @settings(
        max_examples=count,
        phases=(Phase.generate,),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(layers)
    def take(content: bytes) -> None:
        drawn.append(content)

    take()
    return list(dict.fromkeys(drawn))
