"""An operator's options, read from the FlatBuffer by the names of the schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import tflite


def enum_names(enum: type) -> dict[int, str]:
    """Number -> name of an enumeration of the schema."""
    return {value: name for name, value in vars(enum).items() if isinstance(value, int)}


_TABLES = enum_names(tflite.BuiltinOptions)
_NAMES = {name.lower() for name in _TABLES.values()}
_ENUMERATIONS = {
    "padding": enum_names(tflite.Padding),
    "fused_activation_function": enum_names(tflite.ActivationFunctionType),
    "mode": enum_names(tflite.MirrorPadMode),
    "weights_format": enum_names(tflite.FullyConnectedOptionsWeightsFormat),
}
# Operators that share a table.
_SHARED = {
    **dict.fromkeys(("AVERAGE_POOL_2D", "L2_POOL_2D", "MAX_POOL_2D"), "Pool2DOptions"),
    **dict.fromkeys(("MAXIMUM", "MINIMUM"), "MaximumMinimumOptions"),
    **dict.fromkeys(
        ("MEAN", "REDUCE_ALL", "REDUCE_MAX", "REDUCE_MIN", "REDUCE_PROD", "SUM"),
        "ReducerOptions",
    ),
}
# FlatBuffers tables have no list of their fields: these are accessors of the machinery.
_NOT_FIELDS = {"Init", "GetRootAs"}


def options_of(table: Any, kind: str, limit: Callable[[int], None]) -> dict[str, Any]:
    """Options of an operator of `kind` in snake case, enumerators as names; empty without any.

    `limit` refuses lengths of vectors. Raises ValueError where the options are another operator's.
    """
    union = table.BuiltinOptions()
    name = _TABLES.get(table.BuiltinOptionsType(), "NONE")
    if union is None or name == "NONE":
        return {}
    expected = _SHARED.get(kind, f"{kind.replace('_', '')}Options").lower()
    if expected in _NAMES and name.lower() != expected:
        raise ValueError(f"a {kind} has the {name}")
    options = getattr(tflite, name)()
    options.Init(union.Bytes, union.Pos)
    values = _fields(options, name, limit)
    for field, names in _ENUMERATIONS.items():
        if field in values:
            values[field] = names.get(values[field], str(values[field]))
    return values


def _fields(options: Any, table: str, limit: Callable[[int], None]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, accessor, is_vector in _accessors(table):
        if is_vector:
            length = getattr(options, f"{accessor}Length")()
            limit(length)
            item = getattr(options, accessor)
            values[name] = tuple(int(item(i)) for i in range(length))
        else:
            values[name] = getattr(options, accessor)()
    return values


@cache
def _accessors(table: str) -> tuple[tuple[str, str, bool], ...]:
    """Name, accessor, and whether it is a vector, of every field of a table."""
    fields = [
        accessor
        for accessor in dir(getattr(tflite, table))
        if accessor[0].isupper() and accessor not in _NOT_FIELDS and table not in accessor
    ]
    vectors = {
        accessor.removesuffix("Length") for accessor in fields if accessor.endswith("Length")
    }
    return tuple(
        (_snake(accessor), accessor, accessor in vectors)
        for accessor in fields
        if not accessor.endswith(("AsNumpy", "IsNone", "Length"))
    )


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
