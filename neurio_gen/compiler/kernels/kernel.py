"""What a kernel is to the compiler: a C++ function and a Python half that prepares constants.

A kernel `conv_2d_s8` is a function in firmware/kernels/<isa>/conv_2d_s8.{h,cc} and a subclass of
`Kernel` here. `problems` says why the kernel cannot run an operator, `lower` turns the operator
into the kernel's constant parameters, `work` predicts what the call costs. `table.py` holds the
kernels of each operator, `choice.py` chooses among them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy.typing as npt

from neurio_gen.compiler.graph import Graph, Operator, Tensor
from neurio_gen.compiler.plan import Constant, ConstantReference, Parameters, Rows, read_only
from neurio_gen.compiler.work import Work
from neurio_gen.isa import Isa


@dataclass(frozen=True, eq=False)
class Site:
    """One operator where it stands in its graph. `index` numbers the layers of the plan."""

    graph: Graph
    operator: Operator
    index: int

    def input(self, position: int = 0) -> Tensor:
        """The input at `position`. Raises ValueError if it is absent."""
        inputs = self.operator.inputs
        return self.graph.tensor(inputs[position] if position < len(inputs) else None)

    def has_input(self, position: int) -> bool:
        """Whether the optional input at `position` is there."""
        inputs = self.operator.inputs
        return position < len(inputs) and inputs[position] is not None

    def output(self, position: int = 0) -> Tensor:
        """The output at `position`."""
        return self.graph.tensors[self.operator.outputs[position]]

    def option(self, name: str, default: Any = None) -> Any:
        """A builtin option, or what a pass added."""
        return self.operator.options.get(name, default)

    def constant(
        self,
        suffix: str,
        ctype: str,
        values: npt.NDArray[Any],
        *,
        alignment: int = 4,
        note: str = "",
        rows: Rows | None = None,
    ) -> Constant:
        """A constant of this layer, named `kLayer<index><Suffix>`."""
        name = f"kLayer{self.index}{suffix}"
        return Constant(name, ctype, read_only(values), alignment, note, rows)


@dataclass(frozen=True, eq=False)
class Lowering:
    """What a kernel call needs: its parameters, the constants they point to, and memory.

    `scratch_bytes` of arena are free for the call; `in_place` lists the positions of inputs whose
    memory the output may take over (same element order, each element read before it is written).
    """

    parameters: Parameters
    constants: tuple[Constant, ...] = ()
    scratch_bytes: int = 0
    in_place: tuple[int, ...] = ()


class Kernel(ABC):
    """The Python half of one C++ kernel."""

    name: ClassVar[str]
    limits: ClassVar[str] = ""
    """What it needs beyond its types, a phrase for docs/operators.md."""
    isa: ClassVar[Isa] = Isa.GENERIC
    reads_constants: ClassVar[tuple[int, ...]] = ()
    """Positions of inputs that are passed as pointers even where they are constant."""
    trades: ClassVar[bool] = False
    """Whether it takes more flash or scratch than others to be faster: then it is chosen by its
    predicted cost only, never for its place in the table."""

    needs_fast_code: bool = False
    """Whether it is slow where the core waits for code: only where kernels run from RAM."""

    spends_memory: ClassVar[bool] = False
    """Whether it takes more of the arena than those behind it in the table: not where size is what
    is optimised."""

    packs: ClassVar[bool] = False
    """Whether it takes constants of int4 as they are, in half the flash: before all others."""

    approximates: ClassVar[bool] = False
    """Whether float32 results may differ from TFLite Micro's in their last places: see
    `compiler/tolerance.py`."""

    @property
    def header(self) -> str:
        """The header to include, relative to firmware/."""
        return f"kernels/{self.isa.value}/{self.name}.h"

    @property
    def computes_reals(self) -> bool:
        """Whether its results are float32; names end in the type of results."""
        return self.name.endswith("_f32")

    @abstractmethod
    def problems(self, site: Site) -> list[str]:
        """Why this kernel cannot run the operator, a sentence each; empty if it can."""

    @abstractmethod
    def lower(self, site: Site) -> Lowering:
        """Parameters and constants for the operator. Only called where `problems` is empty."""

    def work(self, site: Site) -> Work | None:
        """The predicted work of the call; None where nobody has looked.

        Only kernels that predict are compared with each other. Only called where `problems` is
        empty.
        """
        return None


@dataclass
class ParameterBuilder:
    """Collects the fields of a parameter struct, named and ordered as in C++, and its constants."""

    site: Site
    ctype: str
    _fields: list[tuple[str, Any]] = field(default_factory=list)
    _constants: list[Constant] = field(default_factory=list)

    def set(self, **values: Any) -> ParameterBuilder:
        """Append scalar fields, in the order given."""
        self._fields.extend(values.items())
        return self

    def array(
        self,
        name: str,
        ctype: str,
        values: npt.NDArray[Any] | None,
        *,
        alignment: int = 4,
        note: str = "",
        rows: Rows | None = None,
        of: str = "",
    ) -> ParameterBuilder:
        """Append a pointer field to a new constant; null where `values` is None.

        `of` is the nested struct that the field will be in, part of the constant's name.
        """
        if values is None:
            self._fields.append((name, ConstantReference(None)))
            return self
        suffix = "".join(part.capitalize() for part in f"{of}_{name}".split("_"))
        constant = self.site.constant(
            suffix, ctype, values, alignment=alignment, note=note, rows=rows
        )
        self._constants.append(constant)
        self._fields.append((name, ConstantReference(constant.name)))
        return self

    def nested(self, name: str, ctype: str, count: int | None = None) -> ParameterBuilder:
        """Turn the last `count` fields, or all, into one field, a struct `ctype`."""
        start = len(self._fields) - (len(self._fields) if count is None else count)
        self._fields[start:] = [(name, Parameters(ctype, tuple(self._fields[start:])))]
        return self

    def lowering(self, *, scratch_bytes: int = 0, in_place: tuple[int, ...] = ()) -> Lowering:
        """The finished lowering."""
        parameters = Parameters(self.ctype, tuple(self._fields))
        return Lowering(parameters, tuple(self._constants), scratch_bytes, in_place)
