"""Parts of a plan as C++ text."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.plan import (
    Buffer,
    Constant,
    FieldValue,
    KeptState,
    Layer,
    Place,
    Plan,
    Port,
    Reference,
)

_WIDTH = 100
_ELEMENT_TYPES = {
    DType.INT8: "kInt8",
    DType.UINT8: "kUint8",
    DType.INT16: "kInt16",
    DType.INT32: "kInt32",
    DType.FLOAT32: "kFloat32",
}


def literal(value: FieldValue) -> str:
    """A field's value: `3`, `0.5f`, `true`, `kLayer0Weights`, `nullptr`, `{1, 2}`."""
    if isinstance(value, Reference):
        return value.constant or "nullptr"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "{" + ", ".join(literal(item) for item in value) + "}"
    if isinstance(value, float):
        return float_literal(value)
    if isinstance(value, (int, np.integer)):
        return int_literal(int(value))
    return value


def int_literal(value: int) -> str:
    """An int32; the smallest has no literal of its own in C++."""
    return "INT32_MIN" if value == -(2**31) else str(value)


def float_literal(value: float) -> str:
    """A float32, shortest text that reads back the same."""
    text = np.format_float_scientific(np.float32(value), unique=True, trim="0")
    return f"{text}f"


def definition(constant: Constant) -> str:
    """`alignas(4) constexpr int8_t kName[n] = {...};` with its note above it."""
    values = constant.values.ravel()
    if values.dtype.kind == "f":
        items = [float_literal(value) for value in values.tolist()]
    else:
        items = [int_literal(value) for value in values.tolist()]
    body = textwrap.fill(
        ", ".join(items),
        _WIDTH,
        initial_indent="    ",
        subsequent_indent="    ",
        break_long_words=False,
    )
    note = f"// {one_line(constant.note)}\n" if constant.note else ""
    head = f"alignas({constant.alignment}) constexpr {constant.ctype} {constant.name}"
    return f"{note}{head}[{len(items)}] = {{\n{body}}};"


def call(layer: Layer) -> str:
    """The statement that runs a layer."""
    arguments = [f"kLayer{layer.index}"]
    arguments += [pointer(buffer, writable=False) for buffer in layer.reads]
    arguments += [pointer(buffer, writable=True) for buffer in layer.writes]
    if layer.scratch is not None:
        arguments.append(pointer(layer.scratch, writable=True))
    return f"{layer.kernel}({', '.join(arguments)});"


def pointer(buffer: Buffer, *, writable: bool) -> str:
    """A typed pointer to a buffer."""
    ctype = buffer.dtype.ctype
    if buffer.place is Place.CONSTANT:
        return buffer.constant
    if buffer.place is Place.INPUT:
        return f"static_cast<const {ctype}*>(inputs[{buffer.index}])"
    if buffer.place is Place.OUTPUT:
        return f"static_cast<{ctype}*>(outputs[{buffer.index}])"
    qualified = ctype if writable else f"const {ctype}"
    return f"at<{qualified}>(arena, {buffer.offset})"


@dataclass(frozen=True, eq=False)
class InitialState:
    """The statement that gives a state its first value, and the constant that it copies, if any."""

    statement: str
    constant: Constant | None


def initial_state(index: int, state: KeptState) -> InitialState:
    """One byte throughout is filled in, anything else copied from a constant."""
    content = np.frombuffer(state.initial.tobytes(), np.uint8)
    target = pointer(replace(state.buffer, dtype=DType.UINT8), writable=True)
    if np.all(content == content[0]):
        return InitialState(f"memset({target}, {content[0]}, {content.size});", None)
    constant = Constant(f"kState{index}", "uint8_t", content)
    return InitialState(f"memcpy({target}, {constant.name}, {content.size});", constant)


def port(value: Port) -> str:
    """A `Port` initialiser."""
    quantisation = value.quantisation
    scale = float_literal(quantisation.scale) if quantisation else "0.0f"
    zero_point = quantisation.zero_point if quantisation else 0
    element = f"ElementType::{_ELEMENT_TYPES[value.dtype]}"
    return f"{{{element}, {value.nbytes}, {scale}, {zero_point}}}"


def state_size(plan: Plan) -> str:
    """`, 2,848 bytes of state`; nothing where a model keeps none."""
    return f", {plan.state_bytes:,} bytes of state" if plan.states else ""


def shape(axes: tuple[int, ...]) -> str:
    """`1x25x5x64`."""
    return "x".join(str(size) for size in axes) or "scalar"


def namespace(identifier: str) -> str:
    """The C++ namespace of a model: every other character becomes an underscore."""
    return "model_" + re.sub(r"[^A-Za-z0-9]", "_", identifier)


def one_line(text: str) -> str:
    """Text that is safe in a `//` comment: printable ASCII that does not continue on the next line.

    Neither a backslash nor the trigraph for one ends it; what is left out becomes one `?`.
    """
    printable = "".join(c if c.isascii() and c.isprintable() else "?" for c in text)
    return re.sub(r"\?+", "?", printable).rstrip("\\ ")


def filters() -> dict[str, Any]:
    """What the templates may use."""
    return {
        "call": call,
        "definition": definition,
        "literal": literal,
        "one_line": one_line,
        "port": port,
        "shape": shape,
        "state_size": state_size,
    }
