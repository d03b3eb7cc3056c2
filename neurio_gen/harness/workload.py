"""What the harness needs to know of a benchmark and of its oracle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy.typing as npt

from neurio_gen.compiler.graph import Tensor
from neurio_gen.models.interface import InputEncoding, ResultKind

Array = npt.NDArray[Any]


class Workload(Protocol):
    """A model of an image, as `codegen.ImageModel` describes it."""

    @property
    def id(self) -> str:
        """The model's id on the wire."""

    @property
    def input_encoding(self) -> InputEncoding:
        """How loaded bytes become the input tensors."""

    @property
    def result_kind(self) -> ResultKind:
        """What the results line shows."""

    @property
    def stateful(self) -> bool:
        """Whether the model keeps state from one inference to the next."""


class Reference(Protocol):
    """An interpreter whose outputs are right, as `oracle.Oracle` is."""

    @property
    def inputs(self) -> tuple[Tensor, ...]:
        """The inputs' shapes, types and quantisation."""

    @property
    def outputs(self) -> tuple[Tensor, ...]:
        """The outputs' shapes, types and quantisation."""

    @property
    def stateful(self) -> bool:
        """Whether the model keeps state: each call is then a step that goes on from the last."""

    def reset(self) -> None:
        """Lets the next call be the first step of a sequence."""

    def invoke(self, inputs: Sequence[Array]) -> list[Array]:
        """All outputs for arrays of the inputs' shapes and types."""
