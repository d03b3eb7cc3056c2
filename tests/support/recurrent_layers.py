"""Single operators with state: filters over time, and cells."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from tests.support.cases import Draw, int8s, scales, seeds, zero_points
from tests.support.model_writer import ModelWriter
from tests.support.operator_models import lstm


@st.composite
def svdf(draw: Draw) -> bytes:
    """An SVDF with a state of int8 or int16."""
    rank, units = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    inputs, memory, batch = (draw(st.integers(1, 5)) for _ in range(3))
    dtype = draw(st.sampled_from(["int8", "int16"]))
    filters = rank * units
    state_scale, time_scale = draw(scales(1e-3, 0.1)), draw(scales(1e-3, 0.1))
    random = np.random.default_rng(draw(seeds()))
    writer = ModelWriter()
    x = writer.input((batch, inputs), draw(scales(1e-2, 0.5)), draw(zero_points()))
    feature = writer.constant(int8s(draw(seeds()), (filters, inputs)), draw(scales(1e-3, 0.1)))
    time = writer.constant(random.integers(-127, 128, (filters, memory)).astype(dtype), time_scale)
    bias_scale = float(np.float32(state_scale) * np.float32(time_scale))
    bias = writer.constant(random.integers(-3000, 3000, units).astype(np.int32), bias_scale)
    zero_point = draw(zero_points()) if dtype == "int8" else 0
    state = writer.variable_tensor((batch, filters * memory), state_scale, zero_point, dtype)
    y = writer.output((batch, units), draw(scales(1e-2, 1.0)), draw(zero_points()))
    options = {"rank": rank, "fused_activation_function": "NONE"}
    writer.op("SVDF", [x, feature, time, bias, state], [y], **options)
    return writer.bytes()


@st.composite
def lstm_layer(draw: Draw, *dtypes: str) -> bytes:
    """A UNIDIRECTIONAL_SEQUENCE_LSTM of one of the types."""
    return lstm(
        draw(st.integers(1, 6)),
        (draw(st.integers(1, 5)), draw(st.integers(1, 5)), draw(st.integers(1, 5))),
        draw(seeds()),
        time_major=draw(st.booleans()),
        clip=draw(st.sampled_from([0.0, 0.5, 3.0])),
        dtype=draw(st.sampled_from(dtypes)),
    )
