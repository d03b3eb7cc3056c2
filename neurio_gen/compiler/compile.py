"""From a .tflite file's bytes to a plan: read, rewrite, choose kernels, lay out memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from neurio_gen.compiler.accumulators import accumulator_problems
from neurio_gen.compiler.advice import quantisation_advice
from neurio_gen.compiler.arithmetic import arithmetic_of
from neurio_gen.compiler.batches import batches_of, kernels_for, of_one_batch, part
from neurio_gen.compiler.checked import consistent, read_checked_model, refuse
from neurio_gen.compiler.choice import Candidate, Options, options_for
from neurio_gen.compiler.control import all_graphs, name_of, routine_indices
from neurio_gen.compiler.goal import Goal
from neurio_gen.compiler.graph import Graph, Routine
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.macs import count_macs
from neurio_gen.compiler.mistakes import mistakes
from neurio_gen.compiler.passes import run_passes
from neurio_gen.compiler.plan import Layer, Plan
from neurio_gen.compiler.ports import port_of, port_problems
from neurio_gen.compiler.ram_constants import constants_of
from neurio_gen.compiler.selection import Selection, select
from neurio_gen.compiler.tolerance import tolerance_of
from neurio_gen.errors import UnsupportedModelError
from neurio_gen.isa import Isa
from neurio_gen.level import Level, Place


def compile_model(
    tflite: bytes, name: str, isa: Isa = Isa.GENERIC, goal: Goal | None = None
) -> Plan:
    """The plan of an int8 model for a target ISA and a goal: balanced, without one.

    `name` is used in messages. Raises ModelError where the bytes are no model, and
    UnsupportedModelError with everything that is not supported.
    """
    with consistent(name):
        graph = read_checked_model(tflite, name)
        problems = [each for part in all_graphs(graph) for each in accumulator_problems(part)]
        refuse(name, "is beyond the limits", problems)
        # Extreme scales become infinite on the way; what comes of it is refused.
        with np.errstate(all="ignore"):
            return compile_graph(graph, isa, goal or Goal())


def compile_graph(graph: Graph, isa: Isa, goal: Goal, *, is_routine: bool = False) -> Plan:
    """As `compile_model`, from a graph that keeps to the limits and does not contradict itself.

    `is_routine` says that operators call it, not the harness, which takes but few inputs.
    """
    if goal.level is Level.SPEED or isa is Isa.X86:
        graph = _unpacked(graph)  # fast kernels take weights of eight bits
    routines = _routines(graph, isa, goal)
    graph = replace(graph, routines={i: known for i, (known, _) in routines.items()})
    published = {op.source: count_macs(graph, op) for op in graph.operators}
    rewritten = run_passes(graph)
    called = {i for operator in rewritten.operators for i in routine_indices(operator)}
    options = _options(rewritten, isa, goal, [] if is_routine else port_problems(rewritten))
    selection = select(rewritten, options, goal)
    calls, memory, in_ram = selection.calls, selection.memory, selection.in_ram
    make = _Layers(rewritten, selection, published, options)
    layers = [
        make.layer(step, call, batch)
        for step, call in enumerate(calls)
        for batch in range(make.batches(call))
    ]
    constants = [
        constant
        for i, call in enumerate(calls)
        for constant in constants_of(call, in_ram=i in in_ram)
    ]
    return Plan(
        model=graph.name,
        sha256=graph.sha256,
        isa=isa,
        goal=goal,
        inputs=tuple(port_of(rewritten.tensors[i]) for i in graph.inputs),
        outputs=tuple(port_of(rewritten.tensors[i]) for i in graph.outputs),
        constants=(*constants, *memory.constants),
        layers=tuple(layers),
        macs=sum(published.values()),
        arena_bytes=memory.arena_bytes,
        arena_lower_bound=memory.lower_bound,
        states=memory.kept_states(),
        state_bytes=memory.state_bytes,
        notes=(*graph.notes, *mistakes(graph, rewritten)),
        tolerance=tolerance_of(rewritten, [_approximates(rewritten, call) for call in calls]),
        arithmetic=arithmetic_of(rewritten),
        routines=tuple((name_of(i), routines[i][1]) for i in routines if i in called),
    )


def _unpacked(graph: Graph) -> Graph:
    tensors = (replace(each, int4=False) if each.int4 else each for each in graph.tensors)
    return replace(graph, tensors=tuple(tensors))


def _routines(graph: Graph, isa: Isa, goal: Goal) -> dict[int, tuple[Routine, Plan]]:
    """The subgraphs that operators run, and the plans that they become; constants stay in flash."""
    compiled = {}
    for index, routine in graph.routines.items():
        inside = replace(goal, constants=Place.FLASH)
        plan = compile_graph(routine.graph, isa, inside, is_routine=True)
        known = replace(
            routine,
            arena_bytes=plan.memory_bytes,
            constant_bytes=plan.constant_bytes,
            macs=plan.macs,
            relative_error=plan.tolerance.relative,
            approximates=bool(plan.tolerance),
        )
        compiled[index] = known, plan
    return compiled


def _approximates(graph: Graph, call: Candidate) -> bool:
    routines = (graph.routines[i] for i in routine_indices(call.site.operator))
    return call.kernel.approximates or any(each.approximates for each in routines)


@dataclass(frozen=True, eq=False)
class _Layers:
    """Makes kernel calls of a rewritten graph; `published` are MACs of its operators by source."""

    graph: Graph
    selection: Selection
    published: Mapping[int, int]
    options: Sequence[Options]

    def batches(self, call: Candidate) -> int:
        """The calls that the operator takes, one for each batch of its images."""
        return batches_of(Site(self.graph, call.site.operator, 0))

    def layer(self, step: int, call: Candidate, batch: int) -> Layer:
        """Operator number `step`, for one batch of its images; its constants count once."""
        operator, count, lowering = call.site.operator, self.batches(call), call.lowering
        memory = self.selection.memory
        written = [memory.buffer(tensor_id) for tensor_id in operator.outputs]
        constants = lowering.constants if batch == 0 else ()
        return Layer(
            index=call.site.index + batch,
            name=call.site.output().name,
            operator=operator.kind,
            kernel=call.kernel.name,
            header=call.kernel.header,
            parameters=lowering.parameters,
            reads=tuple(part(buffer, count, batch) for buffer in memory.reads(call)),
            writes=tuple(part(buffer, count, batch) for buffer in written),
            scratch=memory.scratch(step),
            macs=self.published.get(operator.source, 0) // count,
            executed_macs=count_macs(self.graph, operator) // count,
            constant_bytes=sum(constant.nbytes for constant in constants) + self._of_routines(call),
            output_shape=call.site.output().shape,
            source=operator.source,
            constants_in_ram=step in self.selection.in_ram,
            options=self.selection.options(step),
            refused=self.options[step].refused,
            objections=self._objections(step, call),
        )

    def _of_routines(self, call: Candidate) -> int:
        """Bytes of the constants of subgraphs that the operator runs."""
        indices = routine_indices(call.site.operator)
        return sum(self.graph.routines[i].constant_bytes for i in indices)

    def _objections(self, step: int, call: Candidate) -> tuple[tuple[str, str], ...]:
        """What is in the way of better kernels than the one that is called."""
        options = self.options[step]
        same = call.kernel.isa is options.candidates[0].kernel.isa
        return options.objections if same else ()


def _options(graph: Graph, isa: Isa, goal: Goal, problems: list[str]) -> list[Options]:
    """Kernels for every operator, or UnsupportedModelError with all that is in the way.

    `problems` are those that are known already.
    """
    able, refused = [], []
    index = 0
    for operator in graph.operators:
        site = Site(graph, operator, index)
        batches = batches_of(site)
        index += batches
        kernels = kernels_for(site, batches, isa)
        options, found = options_for(
            of_one_batch(site, batches), kernels, goal.level, fast_code=goal.fast_code
        )
        if options is not None:
            able.append(options)
        else:
            refused.append(operator)
        where = f"operator {operator.source}, {operator.kind} ({site.output().name})"
        problems += [f"{where}: {problem}" for problem in found]
    if problems:
        cause, hint = quantisation_advice(graph, refused)
        raise UnsupportedModelError(graph.name, problems, cause=cause, hint=hint)
    return able
