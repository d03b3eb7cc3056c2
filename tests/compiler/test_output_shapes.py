"""Every operator's output shape follows from its inputs and options, or the model is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.kernels.table import KERNELS
from neurio_gen.compiler.reader import read_model
from neurio_gen.compiler.shapes import shape_problems
from neurio_gen.compiler.shapes.table import RULES
from neurio_gen.errors import ModelError
from neurio_gen.isa import Isa
from tests.support.model_writer import ModelWriter
from tests.support.operator_models import ALL

Shape = tuple[int, ...]

_WINDOW = {"stride_h": 2, "stride_w": 1, "padding": "SAME"}
_VALID = {**_WINDOW, "padding": "VALID"}
_POOL = {"filter_height": 3, "filter_width": 2}


def model(
    kind: str, inputs: Sequence[Any], outputs: Sequence[Shape], options: dict[str, Any]
) -> bytes:
    """One operator: a tuple is the shape of a computed input, a list or array a constant."""
    writer = ModelWriter()
    ids = []
    for value in inputs:
        if isinstance(value, tuple):
            ids.append(writer.input(value, 0.5))
        elif isinstance(value, list):
            ids.append(writer.constant(np.array(value, np.int32)))
        else:
            ids.append(writer.constant(value, 0.5))
    writer.op(kind, ids, [writer.output(shape, 0.5) for shape in outputs], **options)
    return writer.bytes()


def weights(*shape: int) -> Any:
    return np.ones(shape, np.int8)


_IMAGE = (1, 6, 5, 4)
_DEPTHWISE = {"depth_multiplier": 2}
_RIGHT: list[tuple[str, list[Any], list[Shape], dict[str, Any]]] = [
    ("CONV_2D", [_IMAGE, weights(8, 3, 2, 4)], [(1, 3, 5, 8)], _WINDOW),
    ("CONV_2D", [_IMAGE, weights(8, 3, 2, 4)], [(1, 2, 4, 8)], _VALID),
    ("CONV_2D", [_IMAGE, weights(8, 1, 1, 2)], [(1, 3, 5, 8)], _WINDOW),
    ("DEPTHWISE_CONV_2D", [_IMAGE, weights(1, 3, 3, 8)], [(1, 3, 5, 8)], _WINDOW | _DEPTHWISE),
    ("AVERAGE_POOL_2D", [_IMAGE], [(1, 2, 4, 4)], _VALID | _POOL),
    ("FULLY_CONNECTED", [(2, 3, 4), weights(5, 4)], [(6, 5)], {}),
    ("FULLY_CONNECTED", [(2, 3, 4), weights(5, 4)], [(2, 3, 5)], {"keep_num_dims": True}),
    ("TRANSPOSE_CONV", [[1, 12, 5, 3], weights(3, 3, 2, 4), _IMAGE], [(1, 12, 5, 3)], _WINDOW),
    ("ADD", [(3, 1, 4), (5, 1)], [(3, 5, 4)], {}),
    ("PRELU", [_IMAGE, weights(1, 1, 4)], [_IMAGE], {}),
    ("CONCATENATION", [(1, 2), (1, 3)], [(1, 5)], {"axis": -1}),
    ("PACK", [(2, 3), (2, 3)], [(2, 2, 3)], {"axis": 1, "values_count": 2}),
    ("UNPACK", [(2, 3)], [(2,)] * 3, {"axis": 1, "num": 3}),
    ("SPLIT", [[1], (2, 6)], [(2, 3)] * 2, {"num_splits": 2}),
    ("SPLIT_V", [(2, 6), [2, -1], [1]], [(2, 2), (2, 4)], {"num_splits": 2}),
    ("MEAN", [_IMAGE, [1, -2]], [(1, 4)], {}),
    ("MEAN", [_IMAGE, [1, 2]], [(1, 1, 1, 4)], {"keep_dims": True}),
    ("PAD", [(2, 3), [[1, 0], [2, 1]]], [(3, 6)], {}),
    ("TRANSPOSE", [(2, 3, 4), [2, 0, 1]], [(4, 2, 3)], {}),
    ("SLICE", [(4, 5), [1, 2], [2, -1]], [(2, 3)], {}),
    ("STRIDED_SLICE", [(4, 5), [-1, 0], [0, 5], [1, 2]], [(3,)], {"shrink_axis_mask": 1}),
    ("TILE", [(2, 3), [1, 2]], [(2, 6)], {}),
    ("BROADCAST_TO", [(1, 3), [2, 3]], [(2, 3)], {}),
    ("DEPTH_TO_SPACE", [_IMAGE], [(1, 12, 10, 1)], {"block_size": 2}),
    ("SPACE_TO_DEPTH", [(1, 6, 2, 4)], [(1, 3, 1, 16)], {"block_size": 2}),
    ("RESIZE_BILINEAR", [_IMAGE, [7, 9]], [(1, 7, 9, 4)], {}),
    ("RESHAPE", [(2, 6), [3, -1]], [(3, 4)], {}),
    ("RESHAPE", [(2, 6)], [(3, 4)], {}),
    ("EXPAND_DIMS", [(2, 6), [-1]], [(2, 6, 1)], {}),
    ("SQUEEZE", [(1, 6, 1)], [(6,)], {}),
    ("SQUEEZE", [(1, 6, 1)], [(1, 6)], {"squeeze_dims": [-1]}),
    ("ARG_MAX", [(2, 6), [1]], [(2,)], {}),
    ("LOGISTIC", [()], [()], {}),
]


@pytest.mark.parametrize(("kind", "inputs", "outputs", "options"), _RIGHT)
def test_the_shape_that_operands_give_is_accepted_and_no_other(
    kind: str, inputs: list[Any], outputs: list[Shape], options: dict[str, Any]
) -> None:
    assert shape_problems(read_model(model(kind, inputs, outputs, options), "right")) == []
    for wrong in {tuple(size + 1 for size in outputs[0]), (*outputs[0], 2)} - {outputs[0]}:
        content = model(kind, inputs, [wrong, *outputs[1:]], options)
        assert len(shape_problems(read_model(content, "wrong"))) == 1, wrong
        for isa in Isa:
            with pytest.raises(ModelError, match=f"is inconsistent:\n  - operator 0, {kind}"):
                compile_model(content, "wrong", isa)


@pytest.mark.parametrize(
    ("kind", "inputs", "options", "words"),
    [
        ("CONV_2D", [_IMAGE, weights(8, 3, 2, 3)], _WINDOW, "4 channels meet weights for 3"),
        ("CONV_2D", [_IMAGE, weights(8, 7, 2, 4)], _VALID, "reaches over 7 positions"),
        ("CONV_2D", [_IMAGE, weights(8, 3, 4)], _WINDOW, "expected are 4 axes"),
        (
            "CONV_2D",
            [_IMAGE, weights(8, 3, 2, 4)],
            {"stride_h": 1, "stride_w": 1 << 15},
            "stride_w",
        ),
        ("CONV_2D", [_IMAGE, weights(8, 3, 2, 4), [1] * 7], _WINDOW, "bias has 7 elements"),
        ("CONV_2D", [_IMAGE], _WINDOW, "1 inputs instead of 2 to 3"),
        ("MAX_POOL_2D", [_IMAGE], _WINDOW, "filter_height is 0"),
        ("DEPTHWISE_CONV_2D", [_IMAGE, weights(1, 3, 3, 8)], _WINDOW, "depth multiplier 0"),
        ("FULLY_CONNECTED", [(2, 3), weights(5, 4)], {}, "do not divide into rows of 4"),
        ("SOFTMAX", [()], {"beta": 1.0}, "axis -1 is not among 0 axes"),
        ("MEAN", [_IMAGE, [4]], {}, "axis 4 is not among 4 axes"),
        ("PAD", [(2, 3), [[1, 0], [-2, 1]]], {}, "paddings are negative"),
        ("PAD", [(2, 3), [[1, 0]]], {}, "not a pair for each axis"),
        ("TRANSPOSE", [(2, 3), [1, 1]], {}, "no permutation"),
        ("SLICE", [(4, 5), [1, 2], [2, 4]], {}, "takes 4 elements from 2 on of an axis of 5"),
        ("SLICE", [(4, 5), [1, -1], [2, 2]], {}, "takes 2 elements from -1 on"),
        ("STRIDED_SLICE", [(4,), [4], [0], [1]], {"shrink_axis_mask": 1}, "index 4 is beyond"),
        ("STRIDED_SLICE", [(4,), [2], [1], [1]], {}, "takes nothing"),
        ("STRIDED_SLICE", [(4,), [2], [1], [0]], {}, "strides have a 0"),
        ("TILE", [(2, 3), [1, 0]], {}, "multiples are"),
        ("SPLIT", [[1], (2, 5)], {"num_splits": 1}, "has the shape"),
        ("SPLIT", [[2], (2, 5)], {"num_splits": 1}, "axis 2 is not among 2"),
        ("CONCATENATION", [(1, 2), (2, 3)], {"axis": 1}, "do not join along axis 1"),
        ("RESIZE_BILINEAR", [_IMAGE, [0, 9]], {}, "its size is"),
        ("DEPTH_TO_SPACE", [_IMAGE], {"block_size": 3}, "do not make blocks"),
        ("SPACE_TO_DEPTH", [_IMAGE], {"block_size": 2}, "do not divide into blocks"),
        ("LOGISTIC", [_IMAGE, _IMAGE], {}, "2 inputs instead of 1"),
    ],
)
def test_operands_that_do_not_belong_together_are_named(
    kind: str, inputs: list[Any], options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ModelError, match=words) as caught:
        compile_model(model(kind, inputs, [(1, 2, 3, 4)], options), "wrong")
    assert caught.value.exit_code == 2
    assert caught.value.hint


def test_every_operator_that_has_a_kernel_has_a_rule() -> None:
    assert set(KERNELS) - set(RULES) == {"LOOKUP"}


@pytest.mark.parametrize("make", ALL)
def test_models_of_every_operator_pass(make: Any) -> None:
    assert shape_problems(read_model(make(), "sound")) == []


def test_every_operator_is_in_a_sound_model() -> None:
    """What the fuzzing of models begins from."""
    kinds = {op.kind for make in ALL for op in read_model(make(), "sound").operators}
    assert set(KERNELS) - {"LOOKUP"} <= kinds
