"""Ours: the model compiled ahead of time to calls of kernels, with all constants prepared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from neurio_gen.boards import Board
from neurio_gen.engines.engine import Engine, EngineOptions
from neurio_gen.engines.goals import goal_of
from neurio_gen.errors import UsageError
from neurio_gen.isa import Isa
from neurio_gen.level import Level, Place

if TYPE_CHECKING:
    from neurio_gen.engines.aot_program import AotProgram


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
    repeats: ClassVar[bool] = True

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
        from neurio_gen.engines.aot_program import planned  # a known program needs no compiler

        goal = goal_of(board, self.level, self.constants)
        moves_code = self._moves_code(board)
        return planned(tflite, name, board, self.isa(board), goal, moves_code=moves_code)

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
