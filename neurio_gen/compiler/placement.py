"""Where every tensor of a graph lives: with the caller, in the arena, the state, or in flash."""

from __future__ import annotations

from collections.abc import Sequence

from neurio_gen.compiler.choice import Candidate
from neurio_gen.compiler.graph import DType, Graph, Operator
from neurio_gen.compiler.memory import ALIGNMENT, Span, plan_memory
from neurio_gen.compiler.plan import Buffer, Constant, KeptState, Place, read_only


def least_arena(graph: Graph, calls: Sequence[Candidate]) -> int:
    """The bytes of arena that live at once at the most: no layout needs less."""
    return Memory(graph, calls, search=False).lower_bound


class Memory:
    """Where every tensor of the graph lives: with the caller, in the arena, the state, or in flash.

    The state lies behind the arena. Without `search`, the first layout that is found is taken.
    """

    def __init__(self, graph: Graph, calls: Sequence[Candidate], *, search: bool = True) -> None:
        self._graph = graph
        self.constants: list[Constant] = []
        self._ports = {graph.storage(t): (Place.OUTPUT, i) for i, t in enumerate(graph.outputs)}
        self._ports |= {graph.storage(t): (Place.INPUT, i) for i, t in enumerate(graph.inputs)}
        self._states, self.state_bytes = _state_offsets(graph)
        life = self._lifetimes(calls)
        owner = self._take_over(calls, life)
        groups = sorted(set(owner.values()), key=lambda root: (life[root][0], root))
        spans = [Span(graph.tensors[root].nbytes, *life[root]) for root in groups]
        scratches = [(i, c.lowering.scratch_bytes) for i, c in enumerate(calls)]
        scratches = [(i, nbytes) for i, nbytes in scratches if nbytes]
        spans += [Span(nbytes, i, i) for i, nbytes in scratches]
        layout = plan_memory(spans, search=search)
        offsets = dict(zip(groups, layout.offsets, strict=False))
        self._offsets = {tensor: offsets[root] for tensor, root in owner.items()}
        self._scratches = {
            i: (offset, nbytes)
            for (i, nbytes), offset in zip(scratches, layout.offsets[len(groups) :], strict=True)
        }
        self.arena_bytes = layout.arena_bytes
        self.lower_bound = layout.lower_bound

    def _lifetimes(self, calls: Sequence[Candidate]) -> dict[int, list[int]]:
        """Storage tensor in the arena -> [step that writes it, last step that reads it]."""
        life: dict[int, list[int]] = {}
        for i, call in enumerate(calls):
            for tensor_id in (*call.site.operator.inputs, *call.site.operator.outputs):
                if tensor_id is None:
                    continue
                storage = self._graph.storage(tensor_id)
                elsewhere = storage in self._ports or storage in self._states
                if not elsewhere and not self._graph.tensors[storage].is_constant:
                    life.setdefault(storage, [i, i])[1] = i
        return life

    def _take_over(self, calls: Sequence[Candidate], life: dict[int, list[int]]) -> dict[int, int]:
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
        place, number = self._place(storage)
        return Buffer(
            place,
            tensor.dtype,
            tensor.nbytes,
            index=number if place in (Place.INPUT, Place.OUTPUT) else 0,
            offset=number if place in (Place.ARENA, Place.STATE) else 0,
            name=tensor.name,
            shape=tensor.shape,
        )

    def _place(self, storage: int) -> tuple[Place, int]:
        """Where a tensor lives, and its number there or its offset."""
        if storage in self._ports:
            return self._ports[storage]
        if storage in self._states:
            return Place.STATE, self.arena_bytes + self._states[storage]
        return Place.ARENA, self._offsets[storage]

    def reads(self, call: Candidate) -> tuple[Buffer, ...]:
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

    def kept_states(self) -> tuple[KeptState, ...]:
        """Each state where it lies, with what it holds before the first step."""
        graph = self._graph
        return tuple(
            KeptState(
                name=graph.tensors[state.source].name,
                buffer=self.buffer(state.source),
                initial=read_only(state.initial),
            )
            for state in graph.states
        )


def _state_offsets(graph: Graph) -> tuple[dict[int, int], int]:
    """Storage tensor -> offset from the end of the arena, and the bytes of all states."""
    offsets, used = {}, 0
    for state in graph.states:
        offsets[graph.storage(state.source)] = used
        offsets[graph.storage(state.target)] = used
        used += -(-graph.tensors[state.source].nbytes // ALIGNMENT) * ALIGNMENT
    return offsets, used
