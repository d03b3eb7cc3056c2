"""Writes .tflite models of one or a few operators, with any shape and quantisation.

    writer = ModelWriter()
    x = writer.input((1, 5, 5, 3), scale=0.1, zero_point=-3)
    w = writer.constant(weights, scales=[0.01] * 8, axis=0)
    b = writer.constant(bias)
    y = writer.output((1, 5, 5, 8), scale=0.2)
    writer.op("CONV_2D", [x, w, b], [y], padding="SAME", stride_w=1, stride_h=1)
    content = writer.bytes()

Tensors are named by the number that the methods return; an absent optional input is -1. Options
have the schema's names in snake case; enumerators are given by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.support.model_bytes import OperatorRecord, SubgraphRecord, TensorRecord, serialise


class ModelWriter:
    """A model under construction."""

    def __init__(self) -> None:
        self._tensors: list[TensorRecord] = []
        self._operators: list[OperatorRecord] = []
        self._buffers: list[bytes] = [b""]
        self._inputs: list[int] = []
        self._outputs: list[int] = []
        self._first_tensors: list[TensorRecord] = []
        self._first_operators: list[OperatorRecord] = []
        self._subgraphs: list[SubgraphRecord] = []

    def input(
        self,
        shape: Sequence[int],
        scale: float | None = None,
        zero_point: int = 0,
        dtype: str = "int8",
    ) -> int:
        """A model input; not quantised without a scale."""
        self._inputs.append(self.tensor(shape, scale, zero_point, dtype))
        return self._inputs[-1]

    def output(
        self,
        shape: Sequence[int],
        scale: float | None = None,
        zero_point: int = 0,
        dtype: str = "int8",
    ) -> int:
        """A model output."""
        self._outputs.append(self.tensor(shape, scale, zero_point, dtype))
        return self._outputs[-1]

    def tensor(
        self,
        shape: Sequence[int],
        scale: float | None = None,
        zero_point: int = 0,
        dtype: str = "int8",
    ) -> int:
        """An intermediate tensor."""
        scales = () if scale is None else (scale,)
        return self._add(shape, dtype, scales, (zero_point,) * len(scales), 0, 0)

    def variable_tensor(
        self, shape: Sequence[int], scale: float | None, zero_point: int, dtype: str
    ) -> int:
        """A tensor that its operator keeps from one inference to the next."""
        number = self.tensor(shape, scale, zero_point, dtype)
        self._tensors[number] = replace(self._tensors[number], variable=True)
        return number

    def constant(
        self,
        values: npt.ArrayLike,
        scales: float | Sequence[float] = (),
        zero_points: int | Sequence[int] = 0,
        axis: int = 0,
    ) -> int:
        """A constant of the array's own element type; one scale, or one per slice along `axis`."""
        array = np.asarray(values)
        self._buffers.append(array.tobytes())
        scales = (scales,) if isinstance(scales, int | float) else tuple(scales)
        if isinstance(zero_points, int):
            zero_points = (zero_points,) * len(scales)
        return self._add(
            array.shape, array.dtype.name, scales, tuple(zero_points), axis, len(self._buffers) - 1
        )

    def int4_constant(
        self, values: npt.NDArray[Any], scales: Sequence[float], axis: int = 0
    ) -> int:
        """A constant of codes in [-8, 7], two in a byte."""
        codes = np.append(values.ravel(), [0] * (values.size % 2)).astype(np.uint8) & 0xF
        self._buffers.append((codes[::2] | codes[1::2] << 4).tobytes())
        zero_points = (0,) * len(scales)
        number = len(self._buffers) - 1
        return self._add(values.shape, "int4", tuple(scales), zero_points, axis, number)

    def variable(self, name: str, initial: npt.NDArray[Any], scale: float, zero_point: int) -> int:
        """The handle of a variable that begins with `initial`, for READ_ and ASSIGN_VARIABLE."""
        if not self._first_operators:
            self.op("CALL_ONCE", [], [], init_subgraph_index=1)
        self._buffers.append(initial.tobytes())
        dtype, at = initial.dtype.name, len(self._first_tensors)
        handle = TensorRecord(name, (), "resource", (), (), 0, 0)
        value = TensorRecord(
            "first", initial.shape, dtype, (scale,), (zero_point,), 0, len(self._buffers) - 1
        )
        self._first_tensors += [handle, value]
        self._first_operators += [
            OperatorRecord("VAR_HANDLE", (), (at,), {"shared_name": name, "container": ""}),
            OperatorRecord("ASSIGN_VARIABLE", (at, at + 1), (), {}),
        ]
        number = self._add((), "resource", (), (), 0, 0)
        self.op("VAR_HANDLE", [], [number], shared_name=name, container="")
        return number

    def subgraph(self, other: ModelWriter) -> int:
        """Takes another model as a subgraph that WHILE or IF may run; its index."""
        moved = [
            replace(tensor, buffer=tensor.buffer and tensor.buffer + len(self._buffers) - 1)
            for tensor in other._tensors
        ]
        self._buffers += other._buffers[1:]
        self._subgraphs.append(
            SubgraphRecord(moved, other._operators, other._inputs, other._outputs)
        )
        return len(self._subgraphs)

    def returns(self, *tensors: int) -> None:
        """More outputs of the model: tensors that are there already."""
        self._outputs += tensors

    def op(self, kind: str, inputs: Sequence[int], outputs: Sequence[int], **options: Any) -> None:
        """An operator, run after those before it."""
        self._operators.append(OperatorRecord(kind, tuple(inputs), tuple(outputs), options))

    def bytes(self) -> bytes:
        """The model as a .tflite file."""
        return serialise(
            self._tensors,
            self._operators,
            self._buffers,
            self._inputs,
            self._outputs,
            called=self._called(),
        )

    def _called(self) -> list[SubgraphRecord]:
        if not self._first_operators:
            return self._subgraphs
        assert not self._subgraphs, "variables and subgraphs are not written together"
        return [SubgraphRecord(self._first_tensors, self._first_operators)]

    def _add(
        self,
        shape: Sequence[int],
        dtype: str,
        scales: Sequence[float],
        zero_points: Sequence[int],
        axis: int,
        buffer: int,
    ) -> int:
        number = len(self._tensors)
        self._tensors.append(
            TensorRecord(
                name=f"t{number}",
                shape=tuple(int(size) for size in shape),
                dtype=dtype,
                scales=tuple(float(scale) for scale in scales),
                zero_points=tuple(int(point) for point in zero_points),
                axis=axis,
                buffer=buffer,
            )
        )
        return number
