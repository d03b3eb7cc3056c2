"""A .tflite taken apart, so that its parts can be exchanged and put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import tflite

from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.reader import read_model
from tests.support.model_bytes import OperatorRecord, TensorRecord, options_table, serialise


@dataclass
class Parts:
    """Everything that a file with one subgraph says; buffer 0 is empty."""

    tensors: list[TensorRecord]
    operators: list[OperatorRecord]
    buffers: list[bytes]
    inputs: list[int]
    outputs: list[int]

    def bytes(self) -> bytes:
        """The file. Raises what FlatBuffers raises where a value has no place in it."""
        return serialise(self.tensors, self.operators, self.buffers, self.inputs, self.outputs)

    def cut(self, first: int, count: int) -> Parts:
        """`count` operators from `first` on as a model of their own, without unused tensors."""
        operators = self.operators[first : first + count]
        written = {i for operator in operators for i in operator.outputs}
        read = {i for operator in operators for i in operator.inputs if i >= 0}
        used = sorted(read | written)
        number = {old: new for new, old in enumerate(used)} | {-1: -1}
        buffers, tensors = [b""], []
        for old in used:
            record = self.tensors[old]
            if record.buffer:
                buffers.append(self.buffers[record.buffer])
                record = TensorRecord(**{**vars(record), "buffer": len(buffers) - 1})
            tensors.append(record)

        def renumbered(ids: Sequence[int]) -> tuple[int, ...]:
            return tuple(number[i] for i in ids)

        free = [i for i in sorted(read - written) if not self.tensors[i].buffer]
        ends = [i for i in sorted(written) if i not in read or i in self.outputs]
        return Parts(
            tensors,
            [
                OperatorRecord(o.kind, renumbered(o.inputs), renumbered(o.outputs), o.options)
                for o in operators
            ],
            buffers,
            list(renumbered(free)),
            list(renumbered(ends)),
        )


def take_apart(content: bytes) -> Parts:
    """The parts of a sound model."""
    graph = read_model(content, "model")
    buffers = [b""]
    tensors = [_record(tensor, buffers) for tensor in graph.tensors]
    operators = [
        OperatorRecord(
            operator.kind,
            tuple(-1 if i is None else i for i in operator.inputs),
            operator.outputs,
            {k: v for k, v in operator.options.items() if has_option(operator.kind, k)},
        )
        for operator in graph.operators
    ]
    return Parts(tensors, operators, buffers, list(graph.inputs), list(graph.outputs))


def _record(tensor: Tensor, buffers: list[bytes]) -> TensorRecord:
    if tensor.data is not None:
        buffers.append(tensor.data.tobytes())
    quantisation = tensor.quantisation
    return TensorRecord(
        name=tensor.name,
        shape=tensor.shape,
        dtype=tensor.dtype.value,
        scales=quantisation.scales if quantisation else (),
        zero_points=quantisation.zero_points if quantisation else (),
        axis=quantisation.axis if quantisation else 0,
        buffer=0 if tensor.data is None else len(buffers) - 1,
    )


def has_option(kind: str, name: str) -> bool:
    """Whether the options of an operator kind have a field of this name in snake case."""
    camel = "".join(part[:1].upper() + part[1:] for part in name.split("_"))
    return hasattr(tflite, f"{options_table(kind)}Add{camel}")
