"""A plan as images take it, and how one comes about: with the compiler, and all kernels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING

from neurio_gen.boards import Board
from neurio_gen.codegen.arena_map import arena_map
from neurio_gen.codegen.image import ImageModel
from neurio_gen.codegen.model import model_sources
from neurio_gen.codegen.program import ArenaSpan, ProgramLayer
from neurio_gen.compiler.compile import compile_model
from neurio_gen.compiler.goal import Goal
from neurio_gen.compiler.plan import Layer, Plan, Port
from neurio_gen.compiler.tolerance import Tolerance
from neurio_gen.engines.goals import harness_ram
from neurio_gen.engines.placement import place
from neurio_gen.isa import Isa
from neurio_gen.results.words import Arithmetic

if TYPE_CHECKING:
    from neurio_gen.codegen.render import Renderer


def planned(
    tflite: bytes, name: str, board: Board, isa: Isa, goal: Goal, *, moves_code: bool
) -> AotProgram:
    """The program of a model; with `moves_code`, its kernels are to run from RAM.

    Raises UnsupportedModelError with all that kernels cannot run, ModelError for what is no model.
    """
    fast = replace(goal, fast_code=moves_code and goal.flash is not None)
    plan = compile_model(tflite, name, isa, fast)
    if fast.fast_code and not _kernels_fit(board, plan):
        plan = compile_model(tflite, name, isa, goal)
    return AotProgram(plan, moves_code)


@dataclass(frozen=True, eq=False)
class AotProgram:
    """A plan as images take it; `moves_code` where its kernels are to run from RAM."""

    plan: Plan
    moves_code: bool = False

    @property
    def inputs(self) -> tuple[Port, ...]:
        """The plan's."""
        return self.plan.inputs

    @property
    def outputs(self) -> tuple[Port, ...]:
        """The plan's."""
        return self.plan.outputs

    @property
    def macs(self) -> int:
        """The published model's."""
        return self.plan.macs

    @property
    def constant_bytes(self) -> int:
        """All constants, as they are prepared."""
        return self.plan.constant_bytes

    @property
    def arena_bytes(self) -> int:
        """As planned."""
        return self.plan.arena_bytes

    @property
    def state_bytes(self) -> int:
        """As planned."""
        return self.plan.state_bytes

    @property
    def ram_constant_bytes(self) -> int:
        """As placed."""
        return self.plan.ram_constant_bytes

    @property
    def hot_kernels(self) -> Mapping[str, float]:
        """The kernels that are called, by the instructions that they are predicted to execute."""
        if not self.moves_code:
            return {}
        work: dict[str, float] = {}
        for layer in self.plan.called:
            work[layer.kernel] = work.get(layer.kernel, 0.0) + _instructions(layer)
        return work

    @property
    def notes(self) -> tuple[str, ...]:
        """The plan's."""
        return self.plan.notes

    @property
    def tolerance(self) -> Tolerance:
        """By the kernels that were chosen."""
        return self.plan.tolerance

    @property
    def arithmetic(self) -> Arithmetic:
        """The plan's."""
        return self.plan.arithmetic

    @property
    def arena_lower_bound(self) -> int:
        """The largest set of bytes that are live at once."""
        return self.plan.arena_lower_bound

    @property
    def layers(self) -> tuple[ProgramLayer, ...]:
        """The kernel calls."""
        return tuple(map(_layer, self.plan.layers))

    @property
    def arena_map(self) -> tuple[ArenaSpan, ...]:
        """As planned."""
        return arena_map(self.plan)

    def sources(
        self, model: ImageModel, renderer: Renderer, banner: str, *, layer_hooks: bool
    ) -> Mapping[str, str]:
        """A header and a source."""
        return model_sources(
            self.plan, model.id, renderer, banner, harness=model, layer_hooks=layer_hooks
        )


def _kernels_fit(board: Board, plan: Plan) -> bool:
    """Whether the RAM that kernels run from has room beside what the model needs."""
    ports = sum(port.nbytes + 4 * prod(port.shape) for port in plan.inputs)
    ports += sum(port.nbytes for port in plan.outputs)
    sizes = {
        "stack": board.stack_bytes,
        "data": plan.ram_constant_bytes,
        "bss": plan.memory_bytes + ports + harness_ram(board),
    }
    return "kernels" in place(board, sizes, [layer.kernel for layer in plan.called])


def _instructions(layer: Layer) -> float:
    """As its kernel predicts, or about one a product and four an element."""
    chosen = next((each for each in layer.options if each.kernel == layer.kernel), None)
    if chosen is not None and chosen.instructions is not None:
        return chosen.instructions
    elements = sum(buffer.nbytes for buffer in (*layer.reads, *layer.writes))
    return layer.executed_macs + 4.0 * elements


def _layer(layer: Layer) -> ProgramLayer:
    return ProgramLayer(
        index=layer.index,
        name=layer.name,
        operator=layer.operator,
        kernel=layer.kernel,
        macs=layer.macs,
        executed_macs=layer.executed_macs,
        constant_bytes=layer.constant_bytes,
        activation_bytes=sum(buffer.nbytes for buffer in (*layer.reads, *layer.writes)),
        constants_in_ram=layer.constants_in_ram,
        options=layer.options,
        refused=layer.refused,
        objections=layer.objections,
    )
