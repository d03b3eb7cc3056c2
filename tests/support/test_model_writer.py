"""The model writer makes files that both this project and TFLite Micro read alike."""

from __future__ import annotations

import numpy as np
from tflite_micro.python.tflite_micro import runtime

from neurio_gen.compiler.reader import read_model
from tests.support.model_writer import ModelWriter


def _model() -> bytes:
    writer = ModelWriter()
    source = writer.input((1, 4, 4, 2), scale=0.5, zero_point=-3)
    weights = writer.constant(np.ones((3, 1, 1, 2), np.int8), scales=[0.5, 0.25, 1.0])
    bias = writer.constant(np.zeros(3, np.int32))
    output = writer.output((1, 4, 4, 3), scale=0.5, zero_point=7)
    writer.op(
        "CONV_2D",
        [source, weights, bias],
        [output],
        padding="SAME",
        stride_h=1,
        stride_w=1,
        fused_activation_function="RELU6",
    )
    return writer.bytes()


def test_what_is_written_is_what_is_read() -> None:
    graph = read_model(_model(), "written")
    operator = graph.operators[0]
    source, weights = graph.tensors[0], graph.tensors[1]
    assert operator.kind == "CONV_2D"
    assert operator.options["padding"] == "SAME"
    assert operator.options["fused_activation_function"] == "RELU6"
    assert source.shape == (1, 4, 4, 2)
    assert source.quantisation is not None and source.quantisation.zero_point == -3
    assert weights.quantisation is not None and weights.quantisation.scales == (0.5, 0.25, 1.0)
    assert weights.data is not None and weights.data.shape == (3, 1, 1, 2)


def test_tflite_micro_runs_what_is_written() -> None:
    interpreter = runtime.Interpreter.from_bytes(_model(), arena_size=65536)
    interpreter.set_input(np.full((1, 4, 4, 2), 1, np.int8), 0)
    interpreter.invoke()
    # (1 + 3) * 0.5 twice is 4.0 in real numbers, times 0.5, 0.25 and 1.0.
    assert interpreter.get_output(0)[0, 0, 0].tolist() == [7 + 4, 7 + 2, 7 + 8]
