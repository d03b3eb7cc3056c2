"""Fields of a FlatBuffers table as they lie in the file, past the accessors of a package."""

from __future__ import annotations

from typing import Any

from flatbuffers import number_types

_DEPRECATED_BUILTIN_CODE = 0
_BUILTIN_CODE = 3
"""Positions in the schema's table OperatorCode."""


def operator_number(code: Any) -> int:
    """The number of a `tflite.OperatorCode`: the larger of its two builtin codes, says the schema.

    Old writers know only the byte `deprecated_builtin_code`, new ones may fill in only
    `builtin_code`. The accessor of the package `tflite` returns the former for small numbers.
    """
    deprecated = _scalar(code, _DEPRECATED_BUILTIN_CODE, number_types.Int8Flags)
    return max(deprecated, _scalar(code, _BUILTIN_CODE, number_types.Int32Flags))


def _scalar(table: Any, slot: int, kind: Any) -> int:
    """The number at a position of the table, 0 where the file leaves it out."""
    raw = table._tab
    offset = raw.Offset(4 + 2 * slot)
    return int(raw.Get(kind, offset + raw.Pos)) if offset else 0
