"""Element-wise operators of two int8 tensors, broadcast or not, against the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.errors import ModelError
from neurio_gen.isa import Isa
from neurio_gen.oracle import Oracle
from tests.support.cases import sample, scale_pairs, zero_points
from tests.support.exactness import assert_exact
from tests.support.layers_of_two import ARITHMETIC, of_two, prelu
from tests.support.model_writer import ModelWriter


@pytest.mark.parametrize("kind", [*ARITHMETIC, "MAXIMUM", "MINIMUM"])
@sample(12)
@given(data=st.data())
def test_broadcasting(kind: str, data: st.DataObject) -> None:
    assert_exact(data.draw(of_two(kind)))


@sample(12)
@given(content=prelu())
def test_prelu(content: bytes) -> None:
    assert_exact(content)


@pytest.mark.parametrize("kind", [*ARITHMETIC, "MAXIMUM", "MINIMUM", "PRELU"])
@sample(10)
@given(
    pair=scale_pairs(1e-3, 0.1),
    zeros=st.tuples(zero_points(), zero_points(), zero_points()),
    constant=st.integers(-128, 127),
    factor=st.sampled_from([1.0, 0.5, 1.5]) | st.floats(1e-2, 4.0),
    swapped=st.booleans(),
)
def test_a_single_constant_becomes_a_table(
    kind: str,
    pair: tuple[float, float],
    zeros: tuple[int, int, int],
    constant: int,
    factor: float,
    swapped: bool,
) -> None:
    writer = ModelWriter()
    x = writer.input((1, 2, 128), pair[0], zeros[0])
    single = writer.constant(np.full((), constant, np.int8), pair[1], zeros[1])
    y = writer.output((1, 2, 128), float(np.float32(pair[0] / factor)), zeros[2])
    inputs = [single, x] if swapped and kind != "PRELU" else [x, single]
    writer.op(kind, inputs, [y])
    (table,) = (plan := compile_model(writer.bytes(), kind, Isa.GENERIC)).constants
    assert [layer.kernel for layer in plan.layers] == ["lookup_s8"]
    codes = np.arange(-128, 128).astype(np.int8).reshape(1, 2, 128)
    expected = Oracle(writer.bytes()).invoke([codes])[0].ravel()
    assert table.values.tolist() == expected.tolist()


def test_shapes_that_do_not_fit_together_are_refused() -> None:
    writer = ModelWriter()
    a, b = writer.input((1, 3), 0.1), writer.input((1, 2), 0.1)
    writer.op("MUL", [a, b], [writer.output((1, 3), 0.1)])
    with pytest.raises(ModelError, match="do not broadcast"):
        compile_model(writer.bytes(), "wrong", Isa.GENERIC)
