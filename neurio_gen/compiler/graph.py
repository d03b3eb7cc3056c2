"""The typed graph of a model: what the reader makes of a .tflite and what the passes rewrite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt


class DType(Enum):
    """Element type of a tensor; the value is NumPy's name of it."""

    INT8 = "int8"
    UINT8 = "uint8"
    INT16 = "int16"
    INT32 = "int32"
    INT64 = "int64"
    FLOAT32 = "float32"
    BOOL = "bool"

    @property
    def itemsize(self) -> int:
        """Bytes per element."""
        return np.dtype(self.value).itemsize

    @property
    def ctype(self) -> str:
        """The C++ type of an element."""
        return {"float32": "float", "bool": "bool"}.get(self.value, f"{self.value}_t")


@dataclass(frozen=True)
class Quantisation:
    """real = scale * (code - zero_point); one scale for all, or one per slice along `axis`."""

    scales: tuple[float, ...]
    zero_points: tuple[int, ...]
    axis: int = 0

    @property
    def scale(self) -> float:
        """The scale of a per-tensor quantised tensor."""
        return self.scales[0]

    @property
    def zero_point(self) -> int:
        """The zero point of a per-tensor quantised tensor."""
        return self.zero_points[0]

    @property
    def per_channel(self) -> bool:
        """Whether there is more than one scale."""
        return len(self.scales) > 1


@dataclass(frozen=True, eq=False)
class Tensor:
    """A value of the graph. `data` is its contents if constant, else None. Batch size is 1.

    `int4`: an int8 constant whose codes the file has in four bits, and kernels may have, too.
    """

    name: str
    shape: tuple[int, ...]
    dtype: DType
    quantisation: Quantisation | None = None
    data: npt.NDArray[Any] | None = None
    int4: bool = False

    @property
    def elements(self) -> int:
        """Number of elements; 1 for a scalar."""
        return prod(self.shape)

    @property
    def nbytes(self) -> int:
        """Size in bytes."""
        return self.elements * self.dtype.itemsize

    @property
    def is_constant(self) -> bool:
        """Whether the contents are known before the inference."""
        return self.data is not None


@dataclass(frozen=True, eq=False)
class Operator:
    """One node. `kind` is the builtin operator's name in the .tflite schema, such as `CONV_2D`.

    `inputs` are tensor ids, None where an optional input is absent. `options` holds the
    builtin options under the schema's names in snake case (`stride_h`, `padding`,
    `fused_activation_function` as the enum's name); passes add keys of their own
    (`pad_top`, ...), each documented by the pass. `source` is the index in the .tflite file.
    """

    kind: str
    inputs: tuple[int | None, ...]
    outputs: tuple[int, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    source: int = 0


@dataclass(frozen=True, eq=False)
class State:
    """What a model keeps from one inference to the next, its steps.

    A step finds it in tensor `source`, which no operator writes, and leaves it in tensor `target`;
    both are one where an operator changes it in place. `initial` is what the first step finds.
    """

    source: int
    target: int
    initial: npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Routine:
    """A subgraph that WHILE or IF runs, and what became known of it when it was compiled.

    It needs `arena_bytes` of memory beside its inputs and outputs, and has constants of
    `constant_bytes`; one run has `macs`. Its float32 results are off by `relative_error`,
    `approximates` says whether any kernel rounds otherwise.
    """

    graph: Graph
    arena_bytes: int = 0
    constant_bytes: int = 0
    macs: int = 0
    relative_error: float = 0.0
    approximates: bool = False


@dataclass(frozen=True, eq=False)
class Graph:
    """A model as operators in execution order over tensors, which are addressed by id.

    `views` maps a tensor to the one whose memory it shares under another shape. `notes` are
    sentences that the user should see. `open_batch`: the file leaves the size of an input's first
    axis open, which was taken as 1. `routines` are the subgraphs that operators run, by their index
    in the file.
    """

    name: str
    tensors: tuple[Tensor, ...]
    operators: tuple[Operator, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    sha256: str = ""
    views: Mapping[int, int] = field(default_factory=dict)
    states: tuple[State, ...] = ()
    notes: tuple[str, ...] = ()
    open_batch: bool = False
    routines: Mapping[int, Routine] = field(default_factory=dict)

    @property
    def given(self) -> tuple[int, ...]:
        """The tensors that are there before the first operator runs: inputs and states."""
        return self.inputs + tuple(state.source for state in self.states)

    @property
    def results(self) -> frozenset[int]:
        """The tensors that must be there in the end: outputs and states, and what they view."""
        kept = self.outputs + tuple(state.target for state in self.states)
        return frozenset(kept) | {self.storage(tensor_id) for tensor_id in kept}

    def storage(self, tensor_id: int) -> int:
        """The tensor that owns the memory of `tensor_id`."""
        while tensor_id in self.views:
            tensor_id = self.views[tensor_id]
        return tensor_id

    def tensor(self, tensor_id: int | None) -> Tensor:
        """The tensor of an id. Raises ValueError for an absent optional input."""
        if tensor_id is None:
            raise ValueError("an optional input is absent")
        return self.tensors[tensor_id]

    def producers(self) -> dict[int, Operator]:
        """Tensor id -> the operator that writes it."""
        return {out: op for op in self.operators for out in op.outputs}

    def consumers(self) -> dict[int, list[Operator]]:
        """Tensor id -> the operators that read it, in execution order."""
        readers: dict[int, list[Operator]] = {}
        for op in self.operators:
            for tensor_id in dict.fromkeys(op.inputs):
                if tensor_id is not None:
                    readers.setdefault(tensor_id, []).append(op)
        return readers
