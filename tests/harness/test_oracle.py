"""The oracle: TFLite Micro's refusals become errors that say why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from neurio_gen.errors import ModelError
from neurio_gen.oracle import Oracle
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


def test_a_refusal_says_why() -> None:
    parts = take_apart(depthwise_model())
    parts.operators[0] = replace(parts.operators[0], kind="L2_POOL_2D", options={})
    with pytest.raises(ModelError, match="TFLite Micro cannot run"):
        Oracle(parts.bytes())


def test_outputs_are_given_where_it_runs() -> None:
    (output,) = Oracle(depthwise_model()).invoke([np.ones((1, 4, 4, 2), np.int8)])
    assert output.shape == (1, 4, 4, 2)
