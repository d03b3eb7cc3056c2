"""The oracle: TFLite Micro's refusals and crashes become errors, never the end of this process."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import numpy as np
import pytest

from neurio_gen.errors import ModelError
from neurio_gen.oracle import Oracle
from neurio_gen.oracle_trial import end_of
from tests.support.model_parts import take_apart
from tests.support.model_writer import ModelWriter


def depthwise_model() -> bytes:
    writer = ModelWriter()
    source = writer.input((1, 4, 4, 2), 0.5)
    weights = writer.constant(np.ones((1, 3, 3, 2), np.int8), 0.5)
    bias = writer.constant(np.zeros(2, np.int32))
    target = writer.output((1, 4, 4, 2), 0.5)
    options = {"stride_w": 1, "stride_h": 1, "depth_multiplier": 1, "padding": "SAME"}
    writer.op("DEPTHWISE_CONV_2D", [source, weights, bias], [target], **options)
    return writer.bytes()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here")
def test_how_a_copy_of_this_process_ends() -> None:
    def fail() -> None:
        raise ValueError

    assert end_of(lambda: None) is None
    assert end_of(fail) is None
    assert end_of(lambda: os.kill(os.getpid(), signal.SIGSEGV)) == "SIGSEGV"


def test_a_refusal_says_why() -> None:
    parts = take_apart(depthwise_model())
    parts.operators[0] = replace(parts.operators[0], kind="L2_POOL_2D", options={})
    with pytest.raises(ModelError, match="TFLite Micro cannot run"):
        Oracle(parts.bytes())


def test_outputs_are_given_where_it_runs() -> None:
    (output,) = Oracle(depthwise_model()).invoke([np.ones((1, 4, 4, 2), np.int8)])
    assert output.shape == (1, 4, 4, 2)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here")
def test_a_crash_is_an_error() -> None:
    """This release of TFLite Micro ends the process at a depthwise layer's absent bias (-1)."""
    parts = take_apart(depthwise_model())
    operator = parts.operators[0]
    parts.operators[0] = replace(operator, inputs=(*operator.inputs[:2], -1))
    with pytest.raises(ModelError, match=r"crashes on odd.tflite \(SIGSEGV\)"):
        Oracle(parts.bytes(), "odd.tflite")
