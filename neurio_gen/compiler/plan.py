"""The plan: a graph with kernels chosen, constants packed and memory laid out.

It is all that code generation sees. Nothing in it depends on a board, only on a target ISA.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.goal import Goal
from neurio_gen.compiler.graph import DType, Quantisation
from neurio_gen.compiler.tolerance import EXACT, Tolerance
from neurio_gen.isa import Isa
from neurio_gen.results.words import Arithmetic


@dataclass(frozen=True)
class Part:
    """`count` neighbouring elements of a row, and what they are: `biases`, `weights`."""

    name: str
    count: int


@dataclass(frozen=True)
class Rows:
    """How a constant is written for a reader: a row for each filter, or for a group of filters.

    `titles` has a text for each row; all rows are equally long. `parts` are what a row consists of,
    in order; none where a row is of one kind.
    """

    titles: tuple[str, ...]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, eq=False)
class Constant:
    """A read-only array of the generated source, flattened in C order.

    `name` is unique in the plan. `alignment` in bytes. `note` becomes the comment above it.
    Start-up code copies it to RAM where it is `in_ram`.
    """

    name: str
    ctype: str
    values: npt.NDArray[Any]
    alignment: int = 4
    note: str = ""
    rows: Rows | None = None
    in_ram: bool = False

    @property
    def nbytes(self) -> int:
        """Size in bytes."""
        return int(self.values.size * self.values.dtype.itemsize)


@dataclass(frozen=True)
class ConstantReference:
    """A pointer-valued field of a parameter struct: the name of a `Constant`, or null."""

    constant: str | None


@dataclass(frozen=True)
class Parameters:
    """A constant parameter struct: C++ type, and its fields by their names there and in that order.

    The struct of a kernel call, or a struct in it.
    """

    ctype: str
    fields: tuple[tuple[str, FieldValue], ...]


FieldValue = (
    int
    | float
    | bool
    | ConstantReference
    | str
    | Parameters
    | tuple["int | ConstantReference", ...]
)
"""A field's value: str is an enumerator as it is written, a tuple is an array."""


class Place(Enum):
    """Where a buffer lives."""

    INPUT = "input"
    OUTPUT = "output"
    ARENA = "arena"
    STATE = "state"
    CONSTANT = "constant"


@dataclass(frozen=True)
class Buffer:
    """A span of memory a kernel reads or writes.

    `index` is the model input's or output's number for INPUT and OUTPUT; `offset` is in bytes
    from the start of the arena, also for STATE, which lies behind it; `constant` names the constant
    for CONSTANT. `skip` elements of what lies there come before the span: other batches. `name` and
    `shape` are the tensor's, empty for scratch memory.
    """

    place: Place
    dtype: DType
    nbytes: int
    index: int = 0
    offset: int = 0
    constant: str = ""
    skip: int = 0
    name: str = ""
    shape: tuple[int, ...] = ()


@dataclass(frozen=True)
class Option:
    """A kernel that can run a layer: what is predicted of it, and what it needs in bytes.

    `why` is `chosen`, or says why it was not. `instructions` is None where it predicts nothing,
    `cycles` also where nothing is known of the flash's speed.
    """

    kernel: str
    why: str
    instructions: float | None
    cycles: float | None
    flash_bytes: int
    scratch_bytes: int


@dataclass(frozen=True, eq=False)
class Layer:
    """One kernel call: `kernel(params, reads..., writes..., scratch)`.

    `name` is the name of the output tensor in the model. `macs` counts multiply-accumulates of
    the operator as published, `executed_macs` those that remain after dead channels are removed.
    `options` are the kernels that were compared for it, `refused` others that cannot run it, with
    what is in their way; `objections` those of a better instruction set than the one it runs on.
    """

    index: int
    name: str
    operator: str
    kernel: str
    header: str
    parameters: Parameters
    reads: tuple[Buffer, ...]
    writes: tuple[Buffer, ...]
    scratch: Buffer | None
    macs: int
    executed_macs: int
    constant_bytes: int
    output_shape: tuple[int, ...]
    source: int
    constants_in_ram: bool = False
    options: tuple[Option, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    objections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class KeptState:
    """What a model keeps between steps: its name in the model, its memory, what it begins with."""

    name: str
    buffer: Buffer
    initial: npt.NDArray[Any]


@dataclass(frozen=True)
class Port:
    """An input or output of the model as the harness sees it."""

    name: str
    shape: tuple[int, ...]
    dtype: DType
    quantisation: Quantisation | None
    nbytes: int


@dataclass(frozen=True, eq=False)
class Plan:
    """A model ready for code generation.

    `arena_bytes` covers intermediate tensors and scratch; inputs and outputs are the caller's, and
    `states`, of `state_bytes`, lie behind the arena.
    `arena_lower_bound` is the largest set of bytes that are live at once: no planner can do better.
    `macs` are the multiply-accumulates of one inference of the model as published. `notes` are
    sentences that the user should see. `tolerance` is what outputs may differ from the oracle's by.
    `routines` are the plans of subgraphs that layers run, by the names that parameters have for
    them.
    """

    model: str
    sha256: str
    isa: Isa
    goal: Goal
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    constants: tuple[Constant, ...]
    layers: tuple[Layer, ...]
    macs: int
    arena_bytes: int
    arena_lower_bound: int
    states: tuple[KeptState, ...] = ()
    state_bytes: int = 0
    notes: tuple[str, ...] = ()
    tolerance: Tolerance = EXACT
    arithmetic: Arithmetic = "integer"
    routines: tuple[tuple[str, Plan], ...] = ()

    @property
    def called(self) -> tuple[Layer, ...]:
        """All layers, those of routines, too."""
        return sum((routine.called for _, routine in self.routines), self.layers)

    @property
    def memory_bytes(self) -> int:
        """Bytes that the caller gives to `infer`: the arena and the state behind it."""
        return self.arena_bytes + self.state_bytes

    @property
    def constant_bytes(self) -> int:
        """Bytes of all constants."""
        routines = sum(routine.constant_bytes for _, routine in self.routines)
        return routines + sum(constant.nbytes for constant in self.constants)

    @property
    def ram_constant_bytes(self) -> int:
        """Bytes of the constants that start-up code copies to RAM."""
        return sum(constant.nbytes for constant in self.constants if constant.in_ram)


def read_only(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A contiguous copy of `values` that cannot be written."""
    copy = np.ascontiguousarray(values).copy()
    copy.setflags(write=False)
    return copy
