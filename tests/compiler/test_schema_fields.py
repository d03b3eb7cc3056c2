"""What the package `tflite` reads of a file is what lies in it: every field of every table."""

from __future__ import annotations

import inspect
import re
from typing import Any

import flatbuffers
import numpy as np
import pytest
import tflite
from flatbuffers import number_types

from neurio_gen.compiler.fields import operator_number

_TABLES = sorted(
    name
    for name, value in vars(tflite).items()
    if inspect.isclass(value) and hasattr(value, "Init") and hasattr(tflite, f"{name}Start")
)
# The one accessor that is known to return something else than what the file holds.
_WRONG = {("OperatorCode", "BuiltinCode")}
_VALUES = (1, 2, 100)


class _Slots:
    """Stands in for a builder: which slot, of which type, an `Add` function fills."""

    def __init__(self) -> None:
        self.slot, self.kind = -1, ""

    def __getattr__(self, name: str) -> Any:
        def prepend(slot: int, *_: Any) -> None:
            self.slot, self.kind = slot, name

        return prepend


def _fields(table: str) -> list[tuple[str, int, Any]]:
    """Accessor, slot and type of every number of a table."""
    found = []
    for name, function in vars(tflite).items():
        match = re.fullmatch(rf"{table}Add(\w+)", name)
        if match is None:
            continue
        slots = _Slots()
        function(slots, 0)
        kind = re.fullmatch(r"Prepend(Bool|U?[Ii]nt\d+|Float\d+)Slot", slots.kind)
        if kind is not None:
            found.append((match[1], slots.slot, getattr(number_types, f"{kind[1]}Flags")))
    return found


def _table(name: str, values: dict[str, Any]) -> Any:
    builder = flatbuffers.Builder(64)
    getattr(tflite, f"{name}Start")(builder)
    for field, value in values.items():
        getattr(tflite, f"{name}Add{field}")(builder, value)
    builder.Finish(getattr(tflite, f"{name}End")(builder))
    return getattr(tflite, name).GetRootAs(bytes(builder.Output()), 0)


def _raw(table: Any, slot: int, kind: Any) -> Any:
    offset = table._tab.Offset(4 + 2 * slot)
    assert offset, "the field is not in the file"
    return table._tab.Get(kind, offset + table._tab.Pos)


@pytest.mark.parametrize("name", _TABLES)
def test_an_accessor_returns_what_the_file_holds(name: str) -> None:
    fields = [f for f in _fields(name) if (name, f[0]) not in _WRONG]
    for value in _VALUES:
        values = {field: kind.py_type(value) for field, _, kind in fields}
        together = _table(name, values)
        for field, slot, kind in fields:
            if kind.py_type is bool and value != 1:
                continue
            for table in (together, _table(name, {field: values[field]})):
                assert table._tab.Offset(4 + 2 * slot) == 0 or getattr(table, field)() == _raw(
                    table, slot, kind
                )


def test_known_wrong_accessors_are_wrong() -> None:
    """Where a newer package mends one, it need no longer be named here."""
    for table, field in _WRONG:
        assert getattr(_table(table, {field: 3}), field)() != 3


@pytest.mark.parametrize(
    ("deprecated", "builtin", "expected"),
    [(3, 0, 3), (0, 3, 3), (3, 3, 3), (127, 142, 142), (0, 142, 142), (0, 0, 0), (5, 3, 5)],
)
def test_an_operator_is_the_larger_of_its_codes(
    deprecated: int, builtin: int, expected: int
) -> None:
    code = _table("OperatorCode", {"DeprecatedBuiltinCode": deprecated, "BuiltinCode": builtin})
    assert operator_number(code) == expected


@pytest.mark.parametrize(
    ("table", "field", "dtype"),
    [
        ("Tensor", "Shape", np.int32),
        ("QuantizationParameters", "Scale", np.float32),
        ("QuantizationParameters", "ZeroPoint", np.int64),
        ("Operator", "Inputs", np.int32),
        ("Operator", "Outputs", np.int32),
        ("SubGraph", "Inputs", np.int32),
        ("SubGraph", "Outputs", np.int32),
        ("Buffer", "Data", np.uint8),
        ("SqueezeOptions", "SqueezeDims", np.int32),
    ],
)
def test_a_vector_is_read_element_by_element(table: str, field: str, dtype: type) -> None:
    values = np.arange(1, 8).astype(dtype)
    builder = flatbuffers.Builder(64)
    vector = builder.CreateNumpyVector(values)
    getattr(tflite, f"{table}Start")(builder)
    getattr(tflite, f"{table}Add{field}")(builder, vector)
    builder.Finish(getattr(tflite, f"{table}End")(builder))
    read = getattr(tflite, table).GetRootAs(bytes(builder.Output()), 0)
    assert getattr(read, f"{field}Length")() == 7
    assert getattr(read, f"{field}AsNumpy")().tolist() == values.tolist()
    assert [getattr(read, field)(i) for i in range(7)] == values.tolist()
