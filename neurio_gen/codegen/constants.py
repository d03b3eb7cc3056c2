"""Constant arrays as C++ text, a row for each filter, with what its parts are beside them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import numpy.typing as npt

from neurio_gen.codegen.text import WIDTH, float_literal, int_literal, one_line
from neurio_gen.compiler.plan import Constant, Part, Rows

_INDENT = "    "
_COLUMNS = {
    "int8_t": (16, "{:4d}"),
    "uint8_t": (16, "0x{:02x}"),
    "uint16_t": (12, "0x{:04x}"),
    "uint32_t": (8, "0x{:08x}"),
}
"""Elements per line and their format. What is not here fills lines: its elements are as they are.

Packed words and tables of codes without sign are hexadecimal; numbers are decimal.
"""


def definition(constant: Constant) -> str:
    """`alignas(4) constexpr int8_t kName[n] = {...};` with its note above it.

    What lies in RAM is `NEURIO_IN_RAM const` instead (firmware/kernels/common/in_ram.h).
    """
    values = constant.values.ravel().tolist()
    kind = "NEURIO_IN_RAM const" if constant.in_ram else "constexpr"
    head = f"alignas({constant.alignment}) {kind} {constant.ctype} {constant.name}"
    lines = [f"{head}[{len(values)}] = {{"]
    if constant.note:
        lines.insert(0, comment("", constant.note))
    for title, row in _rows(constant.rows, values):
        parts = constant.rows.parts if constant.rows else ()
        if title and parts:
            lines.append(f"{_INDENT}// {title}")
        for what, items in _parts(parts, row):
            lines += _labelled(what or title, _lines(items, constant.ctype))
    return "\n".join([*lines, "};"])


def array_text(values: npt.NDArray[Any], ctype: str) -> str:
    """The elements of an array as the lines between its braces."""
    return "\n".join(_lines(values.ravel().tolist(), ctype))


def comment(before: str, name: str) -> str:
    """`// before name` on one line: of a name that is too long the first part, or its end.

    Where a converter fused layers, a name lists those of all of them with semicolons between.
    """
    room = WIDTH - len(f"// {before}")
    line = one_line(name)
    if len(line) > room and ";" in line:
        line = line.split(";")[0] + ";..."
    return f"// {before}{line if len(line) <= room else '...' + line[len(line) - room + 3 :]}"


def _rows(rows: Rows | None, values: Sequence[float]) -> Iterator[tuple[str, Sequence[float]]]:
    """Title and elements of each row; all elements without a title where there are no rows."""
    titles = rows.titles if rows else ("",)
    size = len(values) // len(titles)
    for i, title in enumerate(titles):
        yield title, values[i * size : (i + 1) * size]


def _parts(parts: Sequence[Part], row: Sequence[float]) -> Iterator[tuple[str, Sequence[float]]]:
    start = 0
    for part in parts or (Part("", len(row)),):
        yield part.name, row[start : start + part.count]
        start += part.count


def _labelled(label: str, lines: Sequence[str]) -> list[str]:
    """The label behind a single line where both fit, else above."""
    if not label:
        return list(lines)
    if len(lines) == 1 and len(f"{lines[0]}  // {label}") <= WIDTH:
        return [f"{lines[0]}  // {label}"]
    return [f"{_INDENT}// {label}", *lines]


def _lines(values: Sequence[float], ctype: str) -> list[str]:
    if ctype in _COLUMNS:
        count, form = _COLUMNS[ctype]
        items = [form.format(value) + "," for value in values]
        rows = (items[i : i + count] for i in range(0, len(items), count))
        return [f"{_INDENT}{' '.join(row)}" for row in rows]
    literals = (
        float_literal(value) if ctype == "float" else int_literal(int(value)) for value in values
    )
    return textwrap.wrap(
        " ".join(f"{literal}," for literal in literals),
        WIDTH,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
