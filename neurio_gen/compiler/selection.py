"""Kernels, memory and the place of constants together: each depends on the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neurio_gen.compiler.choice import Candidate, Choice, Options
from neurio_gen.compiler.goal import Goal
from neurio_gen.compiler.graph import Graph
from neurio_gen.compiler.placement import Memory, least_arena
from neurio_gen.compiler.plan import Option
from neurio_gen.compiler.ram_constants import layers_in_ram, predicted_cost


@dataclass(frozen=True, eq=False)
class Selection:
    """A kernel for each operator, the arena, and the layers whose constants go to RAM.

    `choice` says why.
    """

    calls: Sequence[Candidate]
    memory: Memory
    in_ram: frozenset[int]
    choice: Choice
    goal: Goal

    def options(self, index: int) -> tuple[Option, ...]:
        """The kernels that were compared for an operator."""
        here = self.goal.without_waits() if index in self.in_ram else self.goal
        return tuple(
            Option(
                kernel=each.kernel.name,
                why=self.choice.reason(index, each),
                instructions=each.work.instructions if each.work else None,
                cycles=each.work.cycles_from(here.flash) if each.work and here.flash else None,
                flash_bytes=each.flash_bytes,
                scratch_bytes=each.scratch_bytes,
            )
            for each in self.choice.options[index].candidates
        )


def select(graph: Graph, options: Sequence[Options], goal: Goal) -> Selection:
    """The selection of a goal.

    Where constants may go to RAM, kernels are chosen twice: as if all were there, which may be
    more than there is room for, and as if none were. What is predicted to cost less is taken.
    """
    selections = [_select(graph, options, goal, goal)]
    if goal.copies_constants and goal.flash is not None:
        selections.append(_select(graph, options, goal, goal.without_waits()))
    return min(selections, key=lambda each: predicted_cost(each.calls, goal, each.in_ram))


def _select(graph: Graph, options: Sequence[Options], goal: Goal, assumed: Goal) -> Selection:
    """Kernels are chosen for the `assumed` speed of constants, memory is laid out for the goal."""
    port_bytes = _port_bytes(graph)
    choice = Choice(options, assumed, lambda calls: least_arena(graph, calls), port_bytes)
    calls = choice.improve()
    memory = Memory(graph, calls)
    while choice.withdraw(memory.arena_bytes):
        memory = Memory(graph, choice.selected)
    room = goal.constants_room(port_bytes + memory.arena_bytes + memory.state_bytes)
    return Selection(calls, memory, layers_in_ram(calls, goal, room), choice, goal)


def _port_bytes(graph: Graph) -> int:
    """RAM of inputs and outputs, and of the buffer that the host loads: up to a float a value."""
    inputs = sum(graph.tensors[i].nbytes + 4 * graph.tensors[i].elements for i in graph.inputs)
    return inputs + sum(graph.tensors[i].nbytes for i in graph.outputs)
