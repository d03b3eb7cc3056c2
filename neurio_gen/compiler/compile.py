"""From a .tflite file's bytes to a plan: read, rewrite, choose kernels, lay out memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from neurio_gen.compiler.accumulators import accumulator_problems
from neurio_gen.compiler.advice import advice
from neurio_gen.compiler.graph import DType, Graph, Operator, Tensor
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, Site
from neurio_gen.compiler.kernels.table import choose
from neurio_gen.compiler.limits import limit_problems
from neurio_gen.compiler.macs import count_macs
from neurio_gen.compiler.memory import Span, plan_memory
from neurio_gen.compiler.passes import run_passes
from neurio_gen.compiler.plan import Buffer, Constant, Isa, Layer, Place, Plan, Port, read_only
from neurio_gen.compiler.reader import read_model
from neurio_gen.compiler.shapes import shape_problems
from neurio_gen.errors import ModelError, UnsupportedModelError

_INCONSISTENT = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
)

_HINT = "Convert the model again, or check the file's checksum."
_MOST_LISTED = 10

MAX_PORTS = 16
"""Inputs, or outputs, of a model: `kMaxPorts` in firmware/harness/model.h."""
PORT_TYPES = frozenset(
    (DType.INT8, DType.UINT8, DType.INT16, DType.INT32, DType.FLOAT32),
)
"""Element types of inputs and outputs: `ElementType` in firmware/harness/model.h."""


def compile_model(tflite: bytes, name: str, isa: Isa = Isa.GENERIC) -> Plan:
    """The plan of an int8 model for a target ISA.

    `name` is used in messages. Raises ModelError where the bytes are no model, and
    UnsupportedModelError with everything that is not supported.
    """
    graph = read_model(tflite, name)
    try:
        _refuse(name, "is beyond the limits", limit_problems(graph))
        _refuse(name, "contradicts itself", shape_problems(graph))
        _refuse(name, "is beyond the limits", accumulator_problems(graph))
        # Extreme scales become infinite on the way; what comes of it is refused.
        with np.errstate(all="ignore"):
            return compile_graph(graph, isa)
    except _INCONSISTENT as error:
        # What no check foresaw must not end in a traceback either.
        what = f"{error}" if type(error) is ValueError else f"{type(error).__name__}: {error}"
        message = f"{name} contradicts itself: {what.rstrip('.')}."
        raise ModelError(message, hint=_HINT) from error


def _refuse(name: str, what: str, problems: Sequence[str]) -> None:
    """Raises ModelError where there is a problem; names the first ones."""
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems[:_MOST_LISTED])
        more = len(problems) - _MOST_LISTED
        rest = f"\n  - and {more} more" if more > 0 else ""
        raise ModelError(f"{name} {what}:\n{listed}{rest}", hint=_HINT)


def compile_graph(graph: Graph, isa: Isa) -> Plan:
    """As `compile_model`, from a graph that keeps to the limits and does not contradict itself."""
    published = {op.source: count_macs(graph, op) for op in graph.operators}
    rewritten = run_passes(graph)
    calls = _choose_kernels(rewritten, isa)
    memory = _Memory(rewritten, calls)
    layers = []
    for i, call in enumerate(calls):
        operator = call.site.operator
        layers.append(
            Layer(
                index=i,
                name=call.site.output().name,
                operator=operator.kind,
                kernel=call.kernel.name,
                header=call.kernel.header,
                parameters=call.lowering.parameters,
                reads=memory.reads(call),
                writes=tuple(memory.buffer(tensor_id) for tensor_id in operator.outputs),
                scratch=memory.scratch(i),
                macs=published.get(operator.source, 0),
                executed_macs=count_macs(rewritten, operator),
                constant_bytes=sum(constant.nbytes for constant in call.lowering.constants),
                output_shape=call.site.output().shape,
                source=operator.source,
            )
        )
    constants = [constant for call in calls for constant in call.lowering.constants]
    return Plan(
        model=graph.name,
        sha256=graph.sha256,
        isa=isa,
        inputs=tuple(_port(rewritten.tensors[i]) for i in graph.inputs),
        outputs=tuple(_port(rewritten.tensors[i]) for i in graph.outputs),
        constants=(*constants, *memory.constants),
        layers=tuple(layers),
        macs=sum(published.values()),
        arena_bytes=memory.arena_bytes,
        arena_lower_bound=memory.lower_bound,
    )


@dataclass(frozen=True, eq=False)
class _Call:
    site: Site
    kernel: Kernel
    lowering: Lowering


def _choose_kernels(graph: Graph, isa: Isa) -> list[_Call]:
    """A kernel for every operator, or UnsupportedModelError with all that is in the way."""
    problems = _port_problems(graph)
    chosen = []
    for index, operator in enumerate(graph.operators):
        site = Site(graph, operator, index)
        kernel, found = choose(site, isa)
        if kernel is not None:
            chosen.append((site, kernel))
        where = f"operator {operator.source}, {operator.kind} ({site.output().name})"
        problems += [f"{where}: {problem}" for problem in found]
    if problems:
        raise UnsupportedModelError(graph.name, problems, hint=advice(graph))
    return [_Call(site, kernel, kernel.lower(site)) for site, kernel in chosen]


def _port_problems(graph: Graph) -> list[str]:
    dependent = _computed(graph)
    problems = [
        f"output {graph.tensors[tensor_id].name} does not depend on any input"
        for tensor_id in graph.outputs
        if graph.storage(tensor_id) not in dependent
    ]
    problems += [
        f"{graph.tensors[i].name}, an input or output, is {graph.tensors[i].dtype.value}"
        for i in (*graph.inputs, *graph.outputs)
        if graph.tensors[i].dtype not in PORT_TYPES
    ]
    for role, ports in (("inputs", graph.inputs), ("outputs", graph.outputs)):
        if len(ports) > MAX_PORTS:
            problems.append(f"it has {len(ports)} {role}, supported are {MAX_PORTS}")
    return problems


def _computed(graph: Graph) -> set[int]:
    """The tensors that operators compute from the model's inputs."""
    known, computed = set(graph.inputs), set[int]()
    for operator in graph.operators:
        sources = {graph.storage(i) for i in operator.inputs if i is not None}
        if sources & (known | computed):
            computed.update(operator.outputs)
    return computed


def _port(tensor: Tensor) -> Port:
    return Port(tensor.name, tensor.shape, tensor.dtype, tensor.quantisation, tensor.nbytes)


class _Memory:
    """Where every tensor of the graph lives: with the caller, in the arena, or in flash."""

    def __init__(self, graph: Graph, calls: Sequence[_Call]) -> None:
        self._graph = graph
        self.constants: list[Constant] = []
        self._ports = {graph.storage(t): (Place.OUTPUT, i) for i, t in enumerate(graph.outputs)}
        self._ports |= {graph.storage(t): (Place.INPUT, i) for i, t in enumerate(graph.inputs)}
        life = self._lifetimes(calls)
        owner = self._take_over(calls, life)
        groups = sorted(set(owner.values()), key=lambda root: (life[root][0], root))
        spans = [Span(graph.tensors[root].nbytes, *life[root]) for root in groups]
        scratches = [(i, c.lowering.scratch_bytes) for i, c in enumerate(calls)]
        scratches = [(i, nbytes) for i, nbytes in scratches if nbytes]
        spans += [Span(nbytes, i, i) for i, nbytes in scratches]
        layout = plan_memory(spans)
        offsets = dict(zip(groups, layout.offsets, strict=False))
        self._offsets = {tensor: offsets[root] for tensor, root in owner.items()}
        self._scratches = {
            i: (offset, nbytes)
            for (i, nbytes), offset in zip(scratches, layout.offsets[len(groups) :], strict=True)
        }
        self.arena_bytes = layout.arena_bytes
        self.lower_bound = layout.lower_bound

    def _lifetimes(self, calls: Sequence[_Call]) -> dict[int, list[int]]:
        """Storage tensor in the arena -> [step that writes it, last step that reads it]."""
        life: dict[int, list[int]] = {}
        for i, call in enumerate(calls):
            for tensor_id in (*call.site.operator.inputs, *call.site.operator.outputs):
                if tensor_id is None:
                    continue
                storage = self._graph.storage(tensor_id)
                if storage not in self._ports and not self._graph.tensors[storage].is_constant:
                    life.setdefault(storage, [i, i])[1] = i
        return life

    def _take_over(self, calls: Sequence[_Call], life: dict[int, list[int]]) -> dict[int, int]:
        """Storage tensor -> the first tensor of the chain that shares its memory in place."""
        owner = {tensor_id: tensor_id for tensor_id in life}
        for i, call in enumerate(calls):
            output = self._graph.storage(call.site.operator.outputs[0])
            for position in call.lowering.in_place:
                source = call.site.operator.inputs[position]
                storage = None if source is None else self._graph.storage(source)
                if output not in life or storage not in life:
                    continue
                root = owner[storage]
                same_size = self._graph.tensors[root].nbytes == self._graph.tensors[output].nbytes
                if life[root][1] == i and same_size:
                    owner[output] = root
                    life[root][1] = life[output][1]
                    break
        return owner

    def buffer(self, tensor_id: int) -> Buffer:
        """The memory of a tensor that is computed."""
        storage = self._graph.storage(tensor_id)
        tensor = self._graph.tensors[tensor_id]
        if storage in self._ports:
            place, index = self._ports[storage]
            return Buffer(place, tensor.dtype, tensor.nbytes, index=index)
        return Buffer(Place.ARENA, tensor.dtype, tensor.nbytes, offset=self._offsets[storage])

    def reads(self, call: _Call) -> tuple[Buffer, ...]:
        """The buffers a kernel is called with as inputs."""
        buffers = []
        for position, tensor_id in enumerate(call.site.operator.inputs):
            if tensor_id is None:
                continue
            if not self._graph.tensors[tensor_id].is_constant:
                buffers.append(self.buffer(tensor_id))
            elif position in call.kernel.reads_constants:
                buffers.append(self._constant(call.site.operator, tensor_id))
        return tuple(buffers)

    def _constant(self, operator: Operator, tensor_id: int) -> Buffer:
        tensor = self._graph.tensors[tensor_id]
        name = f"kTensor{tensor_id}"
        if all(constant.name != name for constant in self.constants):
            assert tensor.data is not None
            values = read_only(tensor.data)
            self.constants.append(Constant(name, tensor.dtype.ctype, values, 16, tensor.name))
        return Buffer(Place.CONSTANT, tensor.dtype, tensor.nbytes, constant=name)

    def scratch(self, index: int) -> Buffer | None:
        """The scratch memory of a layer."""
        if index not in self._scratches:
            return None
        offset, nbytes = self._scratches[index]
        return Buffer(Place.ARENA, DType.INT8, nbytes, offset=offset)
