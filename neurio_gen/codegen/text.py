"""Literals, comments and names that are safe in C and C++."""

from __future__ import annotations

import re

import numpy as np

WIDTH = 100
"""Columns of generated sources."""


def int_literal(value: int) -> str:
    """An int32; the smallest has no literal of its own in C++."""
    return "INT32_MIN" if value == -(2**31) else str(value)


def float_literal(value: float) -> str:
    """A float32, shortest text that reads back the same."""
    text = np.format_float_scientific(np.float32(value), unique=True, trim="0")
    return f"{text}f"


def one_line(text: str) -> str:
    """Text that is safe in a `//` comment: printable ASCII that does not continue on the next line.

    Neither a backslash nor the trigraph for one ends it; what is left out becomes one `?`.
    """
    printable = "".join(c if c.isascii() and c.isprintable() else "?" for c in text)
    return re.sub(r"\?+", "?", printable).rstrip("\\ ")


def namespace(identifier: str) -> str:
    """What a model's names in C++ and C begin with: other characters become underscores."""
    return "model_" + re.sub(r"[^A-Za-z0-9]", "_", identifier)


def shape(axes: tuple[int, ...]) -> str:
    """`1x25x5x64`."""
    return "x".join(str(size) for size in axes) or "scalar"


def camel(identifier: str) -> str:
    """The words of an identifier with capitals: `StrWwRef` for `str_ww-ref`."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", identifier))


def hex_bytes(content: bytes) -> str:
    """The elements of an array of bytes, 16 a line."""
    rows = (content[start : start + 16] for start in range(0, len(content), 16))
    return ",\n".join("    " + ", ".join(f"0x{byte:02x}" for byte in row) for row in rows)
