"""What the emulated Cortex-M reports besides outputs."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from tests.support.cortex_m_runner import CortexMModel
from tests.support.quantised_layers import Dense, Quantised, model, random_weights


def test_instruction_counts_repeat_and_add_up() -> None:
    content = model(
        Dense(1, random_weights(1, 8, 64), Quantised()),
        Dense(1, random_weights(2, 16, 64), Quantised()),
    )
    inputs = [np.zeros((1, 64), np.int8)] * 2
    first, second = CortexMModel(compile_model(content, "two layers", Isa.DSP)).run([inputs] * 2)
    assert abs(first.instructions - second.instructions) <= 2
    assert 0 < first.instructions - sum(first.layers) < 50
    assert 64 * 8 * 0.5 < first.layers[0] < first.layers[1]


def test_the_portable_kernels_need_more() -> None:
    content = model(Dense(1, random_weights(3, 32, 128), Quantised()))
    inputs = [[np.ones((1, 128), np.int8)]]
    (fast,) = CortexMModel(compile_model(content, "a layer", Isa.DSP)).run(inputs)
    (portable,) = CortexMModel(compile_model(content, "a layer", Isa.GENERIC)).run(inputs)
    assert np.array_equal(fast.outputs[0], portable.outputs[0])
    assert portable.instructions > 2 * fast.instructions
