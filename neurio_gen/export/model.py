"""One model of an exported library, as the templates see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from neurio_gen.codegen.constants import array_text
from neurio_gen.codegen.interface import Interface, interface
from neurio_gen.codegen.text import float_literal, namespace, shape
from neurio_gen.compiler.plan import Plan, Port


@dataclass(frozen=True, eq=False)
class Example:
    """An input of a model and the output that it must give.

    `origin` names what computed it. An element of output i may differ by `tolerances[i]`; 0 is
    byte for byte.
    """

    inputs: tuple[npt.NDArray[Any], ...]
    outputs: tuple[npt.NDArray[Any], ...]
    origin: str
    tolerances: tuple[float, ...]


@dataclass(frozen=True)
class PortEntry:
    """An input or output: its names in C, and the values of its row in the README."""

    name: str
    array: str
    macro: str
    ctype: str
    shape: str
    scale: str
    zero_point: str
    nbytes: int
    example: str
    example_text: str
    tolerance: str


@dataclass(frozen=True, eq=False)
class LibraryModel:
    """A model: `id` as messages call it, its plan, and an example.

    `random` are its weights; `uncalibrated` is a model that was quantised with random inputs.
    """

    id: str
    plan: Plan
    example: Example
    random: bool = False
    uncalibrated: bool = False

    @property
    def name(self) -> str:
        """What its C names begin with: `model_kws01`."""
        return namespace(self.id)

    @property
    def interface(self) -> Interface:
        """Its C interface."""
        return interface(self.id, self.plan)

    @property
    def kernels(self) -> tuple[str, ...]:
        """The kernels that run it, sorted."""
        return tuple(sorted({layer.kernel for layer in self.plan.called}))

    @property
    def inputs(self) -> tuple[PortEntry, ...]:
        """Its inputs."""
        tolerances = (0.0,) * len(self.example.inputs)
        return self._entries("input", self.plan.inputs, self.example.inputs, tolerances)

    @property
    def outputs(self) -> tuple[PortEntry, ...]:
        """Its outputs."""
        outputs, tolerances = self.example.outputs, self.example.tolerances
        return self._entries("output", self.plan.outputs, outputs, tolerances)

    @property
    def port_bytes(self) -> int:
        """RAM of inputs and outputs."""
        return sum(port.nbytes for port in (*self.plan.inputs, *self.plan.outputs))

    @property
    def arena(self) -> str:
        """The argument that passes the arena: an array, or null where the model needs none."""
        return f"{self.name}_arena" if self.plan.memory_bytes else "NULL"

    @property
    def arguments(self) -> str:
        """Those of the inference function, with arrays for all inputs."""
        return ", ".join([*(p.array for p in (*self.inputs, *self.outputs)), self.arena])

    @property
    def example_arguments(self) -> str:
        """Those of the inference function, with the example's inputs."""
        inputs = [port.example for port in self.inputs]
        return ", ".join([*inputs, *(port.array for port in self.outputs), self.arena])

    def _entries(
        self,
        role: str,
        ports: Sequence[Port],
        arrays: Sequence[npt.NDArray[Any]],
        tolerances: Sequence[float],
    ) -> tuple[PortEntry, ...]:
        names = [f"{role}_{i}" if len(ports) > 1 else role for i in range(len(ports))]
        return tuple(
            self._entry(*row) for row in zip(names, ports, arrays, tolerances, strict=True)
        )

    def _entry(self, name: str, port: Port, array: npt.NDArray[Any], tolerance: float) -> PortEntry:
        quantisation = port.quantisation
        return PortEntry(
            name=name,
            array=f"{self.name}_{name}",
            macro=f"{self.name}_{name}".upper(),
            ctype=port.dtype.ctype,
            shape=shape(port.shape),
            scale=float_literal(quantisation.scale).removesuffix("f") if quantisation else "",
            zero_point=str(quantisation.zero_point) if quantisation else "",
            nbytes=port.nbytes,
            example=f"{self.name}_example_{name}",
            example_text=array_text(array, port.dtype.ctype),
            tolerance=repr(float(tolerance)) if tolerance else "",
        )
