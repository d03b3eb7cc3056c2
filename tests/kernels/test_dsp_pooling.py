"""Pooling with the DSP extension, on an emulated Cortex-M4."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import sample
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.layers import pool_2d
from tests.support.model_writer import ModelWriter

KINDS = pytest.mark.parametrize("kind", ["AVERAGE_POOL_2D", "MAX_POOL_2D"])


def _add(
    writer: ModelWriter,
    kind: str,
    image: tuple[int, int, int],
    window: tuple[int, int],
    stride: int,
    activation: str,
) -> None:
    lengths = [(image[i] - window[i]) // stride + 1 for i in range(2)]
    x = writer.input((1, *image), 0.05, -11)
    y = writer.output((1, *lengths, image[2]), 0.05, -11)
    writer.op(
        kind,
        [x],
        [y],
        padding="VALID",
        filter_height=window[0],
        filter_width=window[1],
        stride_h=stride,
        stride_w=stride,
        fused_activation_function=activation,
    )


@KINDS
@sample(6)
@given(data=st.data())
def test_any_pool(kind: str, data: st.DataObject) -> None:
    assert_exact_on_cortex_m(data.draw(pool_2d(kind)))


@KINDS
def test_every_rest_of_channels(kind: str) -> None:
    writer = ModelWriter()
    for channels in (4, 5, 7, 8, 9, 12, 13, 19):
        activation = "RELU6" if channels % 2 else "NONE"
        _add(writer, kind, (5, 4, channels), (3, 2), 1, activation)
    plan = assert_exact_on_cortex_m(writer.bytes())
    assert {layer.kernel for layer in plan.layers} == {f"{kind.lower()}_words_s8"}


@KINDS
def test_windows_up_to_those_whose_sums_need_more_than_16_bits(kind: str) -> None:
    writer = ModelWriter()
    _add(writer, kind, (15, 17, 4), (15, 17), 1, "NONE")
    _add(writer, kind, (16, 16, 4), (16, 16), 1, "NONE")
    _add(writer, kind, (6, 6, 3), (2, 2), 2, "NONE")
    plan = assert_exact_on_cortex_m(writer.bytes())
    fast = f"{kind.lower()}_words_s8"
    largest = f"{kind.lower()}_s8" if kind == "AVERAGE_POOL_2D" else fast
    assert [layer.kernel for layer in plan.layers] == [fast, largest, f"{kind.lower()}_s8"]
