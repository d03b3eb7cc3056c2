"""Parts of a plan as C++ text, and the filters by which templates reach them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from neurio_gen.codegen.constants import comment, definition
from neurio_gen.codegen.text import (
    WIDTH,
    float_literal,
    hex_bytes,
    int_literal,
    one_line,
    shape,
)
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.plan import (
    Buffer,
    Constant,
    ConstantReference,
    FieldValue,
    KeptState,
    Layer,
    Parameters,
    Place,
    Plan,
    Port,
)

_INDENT = "    "
_ELEMENT_TYPES = {
    DType.INT8: "kInt8",
    DType.UINT8: "kUint8",
    DType.INT16: "kInt16",
    DType.INT32: "kInt32",
    DType.FLOAT32: "kFloat32",
    DType.BOOL: "kBool",
}


def literal(value: FieldValue) -> str:
    """A field's value: `3`, `0.5f`, `true`, `kLayer0Weights`, `nullptr`, `{1, 2}`."""
    match value:
        case ConstantReference():
            text = value.constant or "nullptr"
        case Parameters():
            text = fields(value)
        case tuple():
            text = "{" + ", ".join(literal(item) for item in value) + "}"
        case bool():
            text = "true" if value else "false"
        case float():
            text = float_literal(value)
        case str():
            text = value
        case _:
            text = int_literal(int(value))
    return text


def fields(parameters: Parameters, indent: str = "") -> str:
    """The initialiser of a struct, a field a line: `{\\n    .channels = 4,\\n}`."""
    inner = indent + _INDENT
    lines = []
    for name, value in parameters.fields:
        text = fields(value, inner) if isinstance(value, Parameters) else literal(value)
        lines.append(f"{inner}.{name} = {text},")
    return "\n".join(["{", *lines, indent + "}"])


def heading(layer: Layer) -> str:
    """The one comment of a layer, on one line."""
    macs = f", {layer.macs:,} MACs" if layer.macs else ""
    what = f"Layer {layer.index}: {layer.operator} -> {shape(layer.output_shape)}{macs}: "
    return comment(what, layer.name)


def call(layer: Layer, slots: Sequence[str | None]) -> str:
    """The statement that runs a layer; `slots` are the layer's arguments in the arena."""
    # What is read of a state may be changed in place.
    buffers = [(buffer, buffer.place is Place.STATE) for buffer in layer.reads]
    buffers += [(buffer, True) for buffer in layer.writes]
    if layer.scratch is not None:
        buffers.append((layer.scratch, True))
    arguments = [f"kLayer{layer.index}"]
    for (buffer, writable), slot in zip(buffers, slots, strict=True):
        arguments.append(pointer(buffer, slot, writable=writable))
    return _filled(f"{_INDENT}{layer.kernel}(", arguments, ");").strip()


def _filled(head: str, arguments: Sequence[str], tail: str) -> str:
    """A call over as many lines as it takes, the arguments below each other."""
    lines, line = [], head
    for i, argument in enumerate(arguments):
        last = i == len(arguments) - 1
        text = argument + (tail if last else ",")
        if line.strip() and line != head and len(f"{line} {text}") > WIDTH:
            lines.append(line)
            line = " " * len(head) + text
        else:
            line += text if line == head else f" {text}"
    return "\n".join([*lines, line])


def pointer(buffer: Buffer, slot: str | None, *, writable: bool) -> str:
    """A typed pointer to a buffer; `slot` is the name of its offset where it is in the arena."""
    skipped = f" + {buffer.skip}" if buffer.skip else ""
    return _begin(buffer, slot, writable=writable) + skipped


def _begin(buffer: Buffer, slot: str | None, *, writable: bool) -> str:
    ctype = buffer.dtype.ctype
    if buffer.place is Place.CONSTANT:
        return buffer.constant
    if buffer.place is Place.INPUT:
        return f"static_cast<const {ctype}*>(inputs[{buffer.index}])"
    if buffer.place is Place.OUTPUT:
        return f"static_cast<{ctype}*>(outputs[{buffer.index}])"
    qualified = ctype if writable else f"const {ctype}"
    return f"at<{qualified}>(arena, {slot})"


@dataclass(frozen=True, eq=False)
class InitialState:
    """The statement that gives a state its first value, and the constant that it copies, if any."""

    statement: str
    constant: Constant | None


def initial_state(index: int, state: KeptState) -> InitialState:
    """One byte throughout is filled in, anything else copied from a constant."""
    content = np.frombuffer(state.initial.tobytes(), np.uint8)
    target = pointer(replace(state.buffer, dtype=DType.UINT8), f"kState{index}At", writable=True)
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
    return (
        f"{{.type = {element}, .bytes = {value.nbytes}, .scale = {scale}, "
        f".zero_point = {zero_point}}}"
    )


def state_size(plan: Plan) -> str:
    """`, 2,848 bytes of state`; nothing where a model keeps none."""
    return f", {plan.state_bytes:,} bytes of state" if plan.states else ""


def filters() -> dict[str, Any]:
    """What the templates may use."""
    return {
        "call": call,
        "definition": definition,
        "fields": fields,
        "heading": heading,
        "hex_bytes": hex_bytes,
        "literal": literal,
        "one_line": one_line,
        "port": port,
        "shape": shape,
        "state_size": state_size,
    }
