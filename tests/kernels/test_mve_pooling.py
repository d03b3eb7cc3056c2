"""Pooling with MVE, on an emulated Cortex-M55."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cases import sample
from tests.support.cortex_m_runner import CortexMModel
from tests.support.exactness import compare
from tests.support.layers import pool_2d
from tests.support.model_writer import ModelWriter
from tests.support.mve import assert_exact_on_helium


def _pool(kind: str, height: int, width: int, channels: int) -> bytes:
    """The whole image in one window."""
    writer = ModelWriter()
    x = writer.input((1, height, width, channels), 0.05, 3)
    y = writer.output((1, 1, 1, channels), 0.05, 3)
    sizes = {"filter_height": height, "filter_width": width, "stride_h": 1, "stride_w": 1}
    writer.op(kind, [x], [y], padding="VALID", **sizes)
    return writer.bytes()


@sample(5)
@given(content=pool_2d("AVERAGE_POOL_2D"))
def test_any_average_pooling(content: bytes) -> None:
    assert assert_exact_on_helium(content).layers[0].kernel == "mve_average_pool_2d_s8"


@sample(5)
@given(content=pool_2d("MAX_POOL_2D"))
def test_any_maximum_pooling(content: bytes) -> None:
    assert assert_exact_on_helium(content).layers[0].kernel == "mve_max_pool_2d_s8"


@pytest.mark.parametrize(("height", "width"), [(1, 2), (3, 5), (8, 8), (15, 17)])
def test_means_around_every_tie(height: int, width: int) -> None:
    """Channel c sums to about c - 128 halves of the number of positions."""
    positions = height * width
    values = np.zeros((1, height, width, 255), np.int8)
    for channel in range(255):
        total = (channel - 127) * positions // 2 + channel % 3 - 1
        flat = np.full(positions, total // positions)
        flat[: total % positions] += 1
        values[0, :, :, channel] = np.clip(flat, -128, 127).reshape(height, width)
    content = _pool("AVERAGE_POOL_2D", height, width, 255)
    plan = compile_model(content, "pool", Isa.MVE)
    extremes = [np.full_like(values, -128), np.full_like(values, 127)]
    samples = [[array] for array in (values, *extremes)]
    for run, inputs in zip(CortexMModel(plan, "mps3_an547").run(samples), samples, strict=True):
        compare(run.outputs, Oracle(content).invoke(inputs), plan)


def test_windows_whose_sums_need_more_than_16_bits_are_left_to_other_kernels() -> None:
    plan = assert_exact_on_helium(_pool("AVERAGE_POOL_2D", 16, 16, 5))
    assert plan.layers[0].kernel != "mve_average_pool_2d_s8"
