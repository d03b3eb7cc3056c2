"""Where a model's function calls its kernels: the n-th call is the program's n-th layer.

The generated `infer` is straight code, and kernels are linked from a library of their own, so
neither is a call left out, nor doubled, nor moved before another. The names of the called
functions are compared with the program's kernels all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from neurio_gen.codegen import Program
from neurio_gen.codegen.text import namespace
from neurio_gen.emulator.image import Image, Symbol, readable
from neurio_gen.errors import NeurioGenError
from neurio_gen.profiling.branches import DECODERS, Call

_LONG_JUMP = re.compile(r"__(?P<gnu>_Z\w+)_veneer|__Thumb\w*?(?:Thunk|thunk)_(?P<lld>_Z\w+)")


class AttributionError(NeurioGenError):
    """Executed code that cannot be told apart by layers."""


@dataclass(frozen=True)
class CallSites:
    """The function of a model, and its calls in the order of the program's layers."""

    entry: int
    calls: tuple[Call, ...]
    setup: tuple[int, ...]
    """Instructions of the function before each call and with it, since the call before."""


def find_calls(image: Image, model_id: str, program: Program) -> CallSites:
    """The call sites of a program in the image that runs it. Raises AttributionError."""
    function = _function(image, model_id)
    code = _code(image, function)
    calls: list[Call] = []
    setup: list[int] = []
    counted = 0
    offset = 0
    decode = DECODERS[image.machine]
    while offset + 2 <= len(code) and len(calls) < len(program.layers):
        step = decode(function.address + offset, code[offset:])
        counted += step.instructions
        call = step.call
        target = image.function_at(call.target) if call else None
        if call and target and target.address == call.target:
            _check(model_id, program, len(calls), target)
            calls.append(call)
            setup.append(counted)
            counted = 0
        offset += step.size
    if len(calls) != len(program.layers):
        raise AttributionError(
            f"{function.name} calls {len(calls)} kernels, the program of {model_id} has "
            f"{len(program.layers)} layers.",
            hint="The image is of another version of the sources: build it anew.",
        )
    return CallSites(function.address, tuple(calls), tuple(setup))


def _function(image: Image, model_id: str) -> Symbol:
    name = f"neurio::{namespace(model_id)}::(anonymous)::infer"
    for symbol in image.functions:
        if symbol.name == name:
            return symbol
    raise AttributionError(
        f"The image {image.path.name} has no function {name}.",
        hint="Profile an image that neurio-gen has built, with its symbols.",
    )


def _code(image: Image, function: Symbol) -> bytes:
    for segment in image.segments:
        origin = segment.address if segment.used_at is None else segment.used_at
        start = function.address - origin
        if 0 <= start < len(segment.data):
            return segment.data[start : start + function.size]
    raise AttributionError(f"{function.name} lies outside what {image.path.name} loads.")


def _called(name: str) -> str:
    """The function that a linker's jump over a long distance leads to, by the jump's name."""
    found = _LONG_JUMP.fullmatch(name)
    return readable(found["gnu"] or found["lld"]) if found else name


def _check(model_id: str, program: Program, index: int, target: Symbol) -> None:
    layer = program.layers[index]
    if _called(target.name).rpartition("::")[2] != layer.kernel.rpartition("::")[2]:
        raise AttributionError(
            f"{model_id} calls {target.name} where its program has {layer.kernel} (layer {index}).",
            hint="The image is of another version of the sources: build it anew.",
        )
