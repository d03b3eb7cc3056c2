"""An operator's options, read from the FlatBuffer by the names of the schema."""

from __future__ import annotations

import re
from collections.abc import Callable
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
    **dict.fromkeys(("AVERAGE_POOL_2D", "MAX_POOL_2D"), "Pool2DOptions"),
    **dict.fromkeys(("MAXIMUM", "MINIMUM"), "MaximumMinimumOptions"),
    **dict.fromkeys(
        ("MEAN", "REDUCE_MAX", "REDUCE_MIN", "REDUCE_PROD", "SUM"),
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
    for accessor in dir(type(options)):
        if not accessor[0].isupper() or accessor in _NOT_FIELDS or table in accessor:
            continue
        if accessor.endswith(("AsNumpy", "IsNone")):
            continue
        if accessor.endswith("Length"):
            vector = accessor.removesuffix("Length")
            length = getattr(options, accessor)()
            limit(length)
            item = getattr(options, vector)
            values[_snake(vector)] = tuple(int(item(i)) for i in range(length))
        elif not hasattr(options, accessor + "Length"):
            values[_snake(accessor)] = getattr(options, accessor)()
    return values


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
