"""The public header of a model: what a C or C++ program that runs it has to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neurio_gen.codegen.constants import comment
from neurio_gen.codegen.text import float_literal, namespace, shape
from neurio_gen.compiler.plan import Plan, Port


@dataclass(frozen=True)
class PortText:
    """An input or output in C: `parameter` of the inference function, `macros` with their values.

    `comment` describes it in one line.
    """

    name: str
    ctype: str
    comment: str
    macros: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Interface:
    """The names of a model in C. `prefix` begins its macros.

    `function` runs it, `reset` begins a sequence of a model with state.
    """

    prefix: str
    function: str
    reset: str
    inputs: tuple[PortText, ...]
    outputs: tuple[PortText, ...]

    @property
    def parameters(self) -> str:
        """The parameters of the inference function, as they are declared."""
        inputs = [f"const {port.ctype}* {port.name}" for port in self.inputs]
        return ", ".join([*inputs, *(f"{port.ctype}* {port.name}" for port in self.outputs)])


def interface(identifier: str, plan: Plan) -> Interface:
    """The C interface of the model with the id `identifier`."""
    name = namespace(identifier)
    prefix = name.upper()
    return Interface(
        prefix,
        f"{name}_infer",
        f"{name}_reset",
        _ports(prefix, "input", plan.inputs),
        _ports(prefix, "output", plan.outputs),
    )


def _ports(prefix: str, role: str, ports: Sequence[Port]) -> tuple[PortText, ...]:
    return tuple(
        _port(prefix, f"{role}_{i}" if len(ports) > 1 else role, port)
        for i, port in enumerate(ports)
    )


def _port(prefix: str, name: str, port: Port) -> PortText:
    macro = f"{prefix}_{name.upper()}"
    elements = port.nbytes // port.dtype.itemsize
    macros = [(f"{macro}_ELEMENTS", str(elements)), (f"{macro}_BYTES", str(port.nbytes))]
    macros.append((f"{macro}_RANK", str(len(port.shape))))
    if port.shape:
        macros.append((f"{macro}_SHAPE", "{" + ", ".join(map(str, port.shape)) + "}"))
    text = f"{name}: {shape(port.shape)} {port.dtype.value}"
    if port.quantisation is not None:
        scale, zero = float_literal(port.quantisation.scale), port.quantisation.zero_point
        macros += [(f"{macro}_SCALE", scale), (f"{macro}_ZERO_POINT", str(zero))]
        text += ", quantised"
    return PortText(name, port.dtype.ctype, comment(f"{text}: ", port.name), tuple(macros))
