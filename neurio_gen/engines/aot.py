"""Ours: the model compiled ahead of time to calls of kernels, with all constants prepared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.codegen.arena_map import arena_map
from neurio_gen.codegen.image import ImageModel
from neurio_gen.codegen.model import model_sources
from neurio_gen.codegen.program import ArenaSpan, ProgramLayer
from neurio_gen.codegen.render import Renderer
from neurio_gen.compiler import Plan, compile_model
from neurio_gen.compiler.plan import Layer, Port
from neurio_gen.compiler.tolerance import Tolerance
from neurio_gen.engines.engine import Engine, EngineOptions
from neurio_gen.engines.goals import goal_of, harness_ram
from neurio_gen.engines.placement import place
from neurio_gen.errors import UsageError
from neurio_gen.isa import Isa
from neurio_gen.level import Level, Place
from neurio_gen.results.words import Arithmetic


@dataclass(frozen=True)
class AotEngine(Engine):
    """Generated code. `kernels` replaces the board's instruction set, `level` chooses kernels.

    `constants` says where weights lie, `code` where kernels run.
    """

    kernels: Isa | None = None
    level: Level = Level.BALANCED
    constants: Place = Place.AUTO
    code: Place = Place.AUTO

    name: ClassVar[str] = "aot"
    description: ClassVar[str] = "generated C++ that calls our kernels"

    @classmethod
    def configured(cls, options: EngineOptions) -> AotEngine:
        """Takes the kernels; its arena is planned, and it links no library."""
        given = {"--tflm": options.library, "--arena": options.arena}
        for option, value in given.items():
            if value is not None:
                raise UsageError(
                    f"{option} has no meaning for the engine aot.", hint="Add --engine tflm."
                )
        level = options.optimize or Level.BALANCED
        return cls(
            options.kernels, level, options.constants or Place.AUTO, options.code or Place.AUTO
        )

    def smallest(self) -> AotEngine:
        """The level size, with constants and code in flash."""
        return replace(self, level=Level.SIZE, constants=Place.AUTO, code=Place.AUTO)

    @property
    def arguments(self) -> tuple[str, ...]:
        """The kernels, if others than the board's; level and places, if not the defaults."""
        kernels = ("--kernels", self.kernels.value) if self.kernels else ()
        level = () if self.level is Level.BALANCED else ("--optimize", self.level.value)
        places = {"--constants": self.constants, "--code": self.code}
        given = ((key, place.value) for key, place in places.items() if place is not Place.AUTO)
        return (*kernels, *level, *(word for pair in given for word in pair))

    def check(self, board: Board) -> None:
        """Refuses kernels that the board's core cannot run, and code in RAM that is no faster."""
        runs = board.isa.runs
        if self.isa(board) not in runs:
            raise UsageError(
                f"{board.id} cannot run {self.isa(board).value} kernels.",
                hint=f"It runs {', '.join(isa.value for isa in runs)}.",
            )
        if self.code is Place.RAM and board.kernels is None:
            raise UsageError(
                f"{board.id} has no RAM from which its code would run faster.",
                hint="Leave out --code.",
            )

    def load(self, tflite: bytes, name: str, board: Board) -> AotProgram:
        """Compiles the model for the instruction set."""
        goal = goal_of(board, self.level, self.constants)
        moves_code = self._moves_code(board)
        fast = replace(goal, fast_code=moves_code and goal.flash is not None)
        plan = compile_model(tflite, name, self.isa(board), fast)
        if fast.fast_code and not _kernels_fit(board, plan):
            plan = compile_model(tflite, name, self.isa(board), goal)
        return AotProgram(plan, moves_code)

    def facts(self, board: Board) -> Mapping[str, str]:
        """The instruction set and the level that kernels were chosen for; what goes to RAM."""
        return {
            "kernels": self.isa(board).value,
            "optimize": self.level.value,
            "constants": self.constants.value,
            "code": self.code.value,
        }

    def isa(self, board: Board) -> Isa:
        """The instruction set that kernels are chosen for."""
        return self.kernels or board.isa

    def _moves_code(self, board: Board) -> bool:
        """Whether kernels are copied to RAM."""
        if board.kernels is None or self.code is Place.FLASH:
            return False
        return self.code is Place.RAM or self.level is Level.SPEED


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
