"""Float32 operators against the oracle: every byte, but for functions of the C library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.isa import Isa
from tests.support import float_layers
from tests.support.cases import sample
from tests.support.cortex_m_exactness import assert_exact_on_cortex_m
from tests.support.exactness import assert_exact

_ARITHMETIC = ("ADD", "SUB", "MUL", "DIV", "MAXIMUM", "MINIMUM", "SQUARED_DIFFERENCE", "PRELU")
_EXACT = (float_layers.functions_of_elements, float_layers.windows_and_axes)


@pytest.mark.parametrize("kind", ["CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"])
@sample(6)
@given(st.data())
def test_sums_are_taken_in_tflite_micros_order(kind: str, data: st.DataObject) -> None:
    plan = assert_exact(data.draw(float_layers.weighted_layer(kind)))
    assert not plan.tolerance
    assert plan.arithmetic == "float32"


@pytest.mark.parametrize("kind", _ARITHMETIC)
@sample(2)
@given(st.data())
def test_arithmetic_of_two(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(float_layers.arithmetic(kind)))


@pytest.mark.parametrize("sanitised", [False, True])
def test_all_other_operators(sanitised: bool) -> None:
    for content in _EXACT:
        assert not assert_exact(content(), sanitised=sanitised).tolerance
    plan = assert_exact(float_layers.library_functions(), sanitised=sanitised)
    assert plan.tolerance.relative


@pytest.mark.parametrize(
    ("board", "isa"),
    [("mps2_an385", Isa.GENERIC), ("mps2_an386", Isa.DSP), ("mps3_an547", Isa.MVE)],
)
def test_cores_with_and_without_an_fpu_compute_the_same(board: str, isa: Isa) -> None:
    for content in (*_EXACT, float_layers.library_functions):
        assert_exact_on_cortex_m(content(), board=board, isa=isa, samples=1)
