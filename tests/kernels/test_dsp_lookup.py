"""Element-wise functions with the DSP extension, on an emulated Cortex-M4."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import compare
from tests.support.model_writer import ModelWriter


def _model(kind: str, elements: int) -> bytes:
    writer = ModelWriter()
    x = writer.input((1, elements), 0.05, 7)
    y = writer.output(
        (1, elements), 1 / 128 if kind == "TANH" else 1 / 256, 0 if kind == "TANH" else -128
    )
    writer.op(kind, [x], [y])
    return writer.bytes()


def test_every_code() -> None:
    codes = np.arange(-128, 128).astype(np.int8).reshape(1, 256)
    for kind in ("TANH", "LOGISTIC"):
        content = _model(kind, 256)
        plan = compile_model(content, kind, Isa.DSP)
        (run,) = CortexMModel(plan).run([[codes]])
        compare(run.outputs, Oracle(content).invoke([codes]), plan)
        assert run.instructions < 4.2 * 256


def test_every_rest_of_elements() -> None:
    for elements in (1, 2, 3, 4, 5, 7, 8, 9, 17):
        plan = assert_exact_on_cortex_m(_model("LOGISTIC", elements))
        assert plan.layers[0].kernel == "lookup_words_s8"
