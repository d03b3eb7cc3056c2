"""Reads a .tflite file into a `Graph`."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import tflite

from neurio_gen.compiler.contents import array_of, unpacked
from neurio_gen.compiler.control import routine_indices, with_control
from neurio_gen.compiler.fields import operator_number
from neurio_gen.compiler.graph import DType, Graph, Operator, Quantisation, Routine, State, Tensor
from neurio_gen.compiler.limits import MAX_AXES, MAX_OPERATORS, MAX_TENSORS
from neurio_gen.compiler.options import enum_names, options_of
from neurio_gen.compiler.variables import VARIABLES, Subgraph, resolve_variables, resting
from neurio_gen.errors import ModelError, UnsupportedModelError

_IDENTIFIER = b"TFL3"
_VERSION = 3
_MALFORMED = (
    struct.error,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    MemoryError,
    UnicodeDecodeError,
    RecursionError,
)
_AGAIN = "Is the file whole? Copy, download or convert it again."
_HINT = "The file must be an int8-quantised TensorFlow Lite model, whole and not compressed."

_SIZE = (
    "Convert the model with the size that you mean: with keras.Input((96, 96, 3)), say, instead "
    "of keras.Input((None, None, 3))."
)
_OPERATORS = enum_names(tflite.BuiltinOperator)
_TYPES = enum_names(tflite.TensorType)
_LONGEST_NAME = 1000
_DEEPEST = 8
"""Subgraphs within subgraphs."""
_MOST_RUN = 256
"""Subgraphs that operators run; one that several run counts several times."""
_Routines = dict[int, Routine]


def read_model(content: bytes, name: str) -> Graph:
    """The graph of a .tflite file's bytes, with every batch dimension of -1 taken as 1.

    Resource variables are states of the graph; subgraphs that no operator calls are left out.
    Raises ModelError where the bytes are no TensorFlow Lite model or are cut short. Types
    and operators are not judged here.
    """
    if not content:
        raise ModelError(f"{name} is empty.", hint=_AGAIN)
    if content[4:8] != _IDENTIFIER:
        from neurio_gen.compiler.foreign import kind_of  # loads much, seldom used

        kind = kind_of(content)
        raise ModelError(f"{name} is no .tflite: it is {kind.what}.", hint=kind.hint)
    try:
        graph = _Reader(content, name).graph()
    except ModelError:
        raise
    except _MALFORMED as error:
        # What the FlatBuffers library raises says nothing to anybody else.
        what = f" ({error})" if type(error) is ValueError else f": it has {len(content):,} bytes"
        raise ModelError(f"{name} is damaged or cut short{what}.", hint=_AGAIN) from error
    return graph


class _Reader:
    """The FlatBuffers side of reading; raises whatever malformed bytes lead to."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = content
        self._name = name
        self._model = tflite.Model.GetRootAs(content, 0)
        self._called: set[int] = set()
        self._variables: list[int] = []
        self._run = 0

    def graph(self) -> Graph:
        count = self._model.SubgraphsLength()
        if count < 1:
            raise ModelError(f"{self._name} holds no subgraph.", hint=_HINT)
        if self._model.Version() != _VERSION:
            problem = f"has the schema version {self._model.Version()}, supported is {_VERSION}"
            raise ModelError(f"{self._name} {problem}.", hint=_HINT)
        main = self._model.Subgraphs(0)
        self._refuse_custom(main)
        tensors, operators = self._subgraph(0)
        inputs, outputs = self._ports(main, tensors)
        if not inputs or not outputs:
            raise ModelError(f"{self._name} has no inputs or no outputs.", hint=_HINT)
        _check_inputs(tensors, inputs)
        routines = self._routines(operators, (0,))
        resolved = resolve_variables(tensors, operators, self._subgraph)
        graph = Graph(
            name=self._name,
            tensors=resolved.tensors,
            operators=resolved.operators,
            inputs=inputs,
            outputs=outputs,
            sha256=hashlib.sha256(self._content).hexdigest(),
            states=resolved.states + _states_in_place(resolved.tensors, self._variables),
            notes=(*self._unused(count), *self._free_axes(main, inputs)),
            open_batch=self._leaves_batch_open(main, inputs),
            routines=routines,
        )
        _check_order(graph)
        return with_control(graph)

    def _ports(
        self, table: Any, tensors: Sequence[Tensor]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Inputs and outputs of a subgraph."""
        inputs = self._ids(table.InputsLength(), table.InputsAsNumpy, len(tensors))
        outputs = self._ids(table.OutputsLength(), table.OutputsAsNumpy, len(tensors))
        if None in inputs + outputs:
            raise ModelError(f"{self._name} has no inputs or no outputs.", hint=_HINT)
        return (
            tuple(i for i in inputs if i is not None),
            tuple(i for i in outputs if i is not None),
        )

    def _routines(self, operators: Sequence[Operator], within: tuple[int, ...]) -> _Routines:
        """The subgraphs that operators run; `within` are those that they stand in themselves."""
        indices = {i for operator in operators for i in routine_indices(operator)}
        return {i: Routine(self._routine(i, within)) for i in sorted(indices)}

    def _routine(self, index: int, within: tuple[int, ...]) -> Graph:
        if index in within or len(within) > _DEEPEST:
            raise ValueError(f"subgraph {index} runs itself, or lies too deep")
        self._run += 1
        if self._run > _MOST_RUN:
            raise ValueError(f"its operators run more than {_MOST_RUN} subgraphs")
        tensors, operators = self._subgraph(index)
        table = self._model.Subgraphs(index)
        if any(table.Tensors(i).IsVariable() for i in range(len(tensors))) or any(
            operator.kind in VARIABLES for operator in operators
        ):
            raise ValueError(f"subgraph {index}, which WHILE or IF runs, has variables")
        inputs, outputs = self._ports(table, tensors)
        _check_inputs(tensors, inputs)
        graph = Graph(
            name=f"{self._name}, subgraph {index}",
            tensors=tuple(tensors),
            operators=tuple(operators),
            inputs=inputs,
            outputs=outputs,
            sha256=hashlib.sha256(self._content).hexdigest(),
            routines=self._routines(operators, (*within, index)),
        )
        _check_order(graph)
        return with_control(graph)

    def _refuse_custom(self, table: Any) -> None:
        """Raises UnsupportedModelError for custom operators: types beside them may be odd, too."""
        self._at_most(table.OperatorsLength(), MAX_OPERATORS, "operators")
        operators = (
            self._operator(table.Operators(i), i, table.TensorsLength())
            for i in range(table.OperatorsLength())
        )
        names = [
            operator.kind.partition(":")[2]
            for operator in operators
            if operator.kind.startswith("CUSTOM:")
        ]
        if names:
            from neurio_gen.compiler.advice import custom_operator_advice  # loads much, seldom used

            cause, hint = custom_operator_advice(names)
            raise UnsupportedModelError(self._name, names, cause=cause, hint=hint)

    def _subgraph(self, index: int) -> Subgraph:
        if index >= self._model.SubgraphsLength():
            raise ValueError(f"subgraph {index} is not there")
        self._called.add(index)
        table = self._model.Subgraphs(index)
        self._at_most(table.TensorsLength(), MAX_TENSORS, "tensors")
        self._at_most(table.OperatorsLength(), MAX_OPERATORS, "operators")
        if index == 0:
            self._variables = [
                i for i in range(table.TensorsLength()) if table.Tensors(i).IsVariable()
            ]
        tensors = [self._tensor(table.Tensors(i)) for i in range(table.TensorsLength())]
        operators = [
            self._operator(table.Operators(i), i, len(tensors))
            for i in range(table.OperatorsLength())
        ]
        return tensors, operators

    def _free_axes(self, main: Any, inputs: Sequence[int | None]) -> list[str]:
        """A note on each input whose size is open beyond its batch, and given all the same.

        Raises ModelError where it is not given: converters write 1 then, which nobody has meant.
        """
        notes = []
        for tensor in (main.Tensors(i) for i in inputs if i is not None):
            axes = tensor.ShapeSignatureLength()
            self._limit(axes)
            sizes = [int(tensor.ShapeSignature(axis)) for axis in range(axes)]
            if -1 in sizes[1:]:
                shape = tensor.ShapeAsNumpy().tolist() if tensor.ShapeLength() == axes else []
                where = f"{self._name}: the size {sizes} of input {_text(tensor.Name())!r} is open"
                if not shape or any(
                    size == -1 and given in (-1, 1)
                    for size, given in zip(sizes[1:], shape[1:], strict=True)
                ):
                    raise ModelError(f"{where}, and firmware needs one.", hint=_SIZE)
                notes.append(f"{where}, and taken as {shape}, which the file has, too.")
        return notes

    def _leaves_batch_open(self, main: Any, inputs: Sequence[int | None]) -> bool:
        tensors = (main.Tensors(i) for i in inputs if i is not None)
        return any(
            tensor.ShapeSignatureLength() and tensor.ShapeSignature(0) == -1 for tensor in tensors
        )

    def _unused(self, count: int) -> tuple[str, ...]:
        unused = count - len(self._called)
        if not unused:
            return ()
        what = "a subgraph that no operator calls" if unused == 1 else f"{unused} subgraphs unused"
        return (f"{self._name} holds {what}; only what runs is taken.",)

    def _at_most(self, count: int, most: int, what: str) -> None:
        self._limit(count)
        if count > most:
            raise ModelError(
                f"{self._name} has {count:,} {what}, supported are {most:,}.", hint=_HINT
            )

    def _limit(self, *counts: int) -> None:
        # A damaged length must not become a loop of 2^31 turns: every element takes bytes.
        if any(count > len(self._content) // 4 for count in counts):
            raise ValueError("a vector is longer than the file")

    def _ids(self, length: int, vector: Callable[[], Any], tensors: int) -> tuple[int | None, ...]:
        self._limit(length)
        ids = vector().tolist() if length else []
        if any(i >= tensors for i in ids):
            raise ValueError("a tensor id is out of range")
        return tuple(i if i >= 0 else None for i in ids)

    def _tensor(self, table: Any) -> Tensor:
        name = _text(table.Name())
        type_name = _TYPES.get(table.Type(), str(table.Type()))
        if type_name == "RESOURCE":
            return Tensor(name, (1,), DType.INT32)  # a variable's name, which has no contents
        packed = type_name == "INT4"
        try:
            dtype = DType.INT8 if packed else DType(type_name.lower())
        except ValueError:
            from neurio_gen.compiler.advice import element_type_advice  # loads much, seldom used

            problem = f"has the element type {type_name}"
            raise self._unreadable(name, problem, element_type_advice(type_name)) from None
        if table.Sparsity() is not None:
            raise self._unreadable(name, "is stored sparsely; convert without pruning's sparsity")
        axes = table.ShapeLength()
        if axes > MAX_AXES:
            raise self._unreadable(name, f"has {axes} axes")
        shape = tuple(table.ShapeAsNumpy().tolist()) if axes else ()
        shape = tuple(1 if size == -1 else size for size in shape)
        if any(size < 0 for size in shape):
            raise ValueError(f"tensor {name!r} has the shape {shape}")
        raw = self._contents(table.Buffer(), name)
        if packed and raw is None:
            raise self._unreadable(name, "is int4 and computed; only weights may be int4")
        if packed and raw is not None:
            raw = unpacked(raw, prod(shape))
        data = None if raw is None else array_of(raw, dtype, shape, name)
        return Tensor(name, shape, dtype, self._quantisation(table), data, int4=packed)

    def _unreadable(self, tensor: str, problem: str, hint: str | None = None) -> ModelError:
        return ModelError(f"{self._name}: tensor {tensor!r} {problem}.", hint=hint or _HINT)

    def _contents(self, buffer: int, name: str) -> npt.NDArray[np.uint8] | None:
        """The bytes of a constant, a view of the file; None without any."""
        if buffer >= self._model.BuffersLength():
            raise ValueError(f"tensor {name!r} names buffer {buffer}, which is not there")
        table = self._model.Buffers(buffer)
        if table is not None and table.Size() > 1:
            raise self._unreadable(name, "lies outside of the FlatBuffer, as in files beyond 2 GB")
        if table is None or table.DataLength() == 0:
            return None
        return np.asarray(table.DataAsNumpy(), dtype=np.uint8)

    def _quantisation(self, table: Any) -> Quantisation | None:
        parameters = table.Quantization()
        if parameters is None or parameters.ScaleLength() == 0:
            return None
        count = parameters.ScaleLength()
        self._limit(count, parameters.ZeroPointLength())
        scales = tuple(parameters.ScaleAsNumpy().tolist())
        points = parameters.ZeroPointAsNumpy().tolist() if parameters.ZeroPointLength() else []
        if len(points) not in (1, count):
            raise ValueError("scales and zero points differ in number")
        if len(points) < count:
            points = points * count
        if not all(np.isfinite(scale) and scale >= 0 for scale in scales):
            raise ValueError("a scale is negative or not a number")
        return Quantisation(scales, tuple(points), int(parameters.QuantizedDimension()))

    def _operator(self, table: Any, index: int, tensors: int) -> Operator:
        if table.OpcodeIndex() >= self._model.OperatorCodesLength():
            raise ValueError(f"operator {index} has no code")
        code = self._model.OperatorCodes(table.OpcodeIndex())
        number = operator_number(code)
        kind = _OPERATORS.get(number, f"OPERATOR_{number}")
        if kind == "CUSTOM":
            kind = f"CUSTOM:{_text(code.CustomCode())}"
        outputs = self._ids(table.OutputsLength(), table.OutputsAsNumpy, tensors)
        return Operator(
            kind=kind,
            inputs=self._ids(table.InputsLength(), table.InputsAsNumpy, tensors),
            outputs=tuple(i for i in outputs if i is not None),
            options=options_of(table, kind, self._limit),
            source=index,
        )


def _text(raw: bytes | None) -> str:
    """A name as it can be shown: decoded, without what would move a terminal's cursor, not long."""
    text = (raw or b"").decode(errors="replace")[:_LONGEST_NAME]
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _check_inputs(tensors: Sequence[Tensor], inputs: Sequence[int]) -> None:
    if len(set(inputs)) < len(inputs):
        raise ValueError("a tensor is an input twice")
    if any(tensors[i].is_constant for i in inputs):
        raise ValueError("an input has contents of its own")


def _states_in_place(tensors: Sequence[Tensor], variables: Sequence[int]) -> tuple[State, ...]:
    """The tensors that an operator such as SVDF reads and changes."""
    return tuple(State(i, i, resting(tensors[i])) for i in variables)


def _check_order(graph: Graph) -> None:
    """Every value is there before it is read, and is written once."""
    known = {i for i, tensor in enumerate(graph.tensors) if tensor.is_constant} | set(graph.given)
    for operator in graph.operators:
        if not operator.outputs:
            raise ValueError(f"operator {operator.source} has no output")
        if not known.issuperset(i for i in operator.inputs if i is not None):
            raise ValueError(f"operator {operator.source} reads what nobody wrote")
        if not known.isdisjoint(operator.outputs):
            raise ValueError(f"operator {operator.source} writes what is there already")
        if len(set(operator.outputs)) < len(operator.outputs):
            raise ValueError(f"operator {operator.source} writes a tensor twice")
        known.update(operator.outputs)
    if not known.issuperset(graph.results):
        raise ValueError("an output or a state is never written")
