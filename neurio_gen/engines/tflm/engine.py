"""The engine `tflm`: what users of TensorFlow Lite Micro run today, on the same harness."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.build.images import BuiltImage
from neurio_gen.build.linked import Linked
from neurio_gen.codegen.program import Program
from neurio_gen.engines.engine import Engine, EngineOptions, Unsized
from neurio_gen.engines.tflm.library import Library, named_library
from neurio_gen.errors import UsageError

_KERNELS = (
    (re.compile(r"arm_\w+_(s4|s8|s16|q7|q15|u8)\b"), "cmsis-nn"),
    (re.compile(r"esp_nn_\w+"), "esp-nn"),
)
"""Functions of kernel libraries, by their names."""


@dataclass(frozen=True)
class TflmEngine(Engine):
    """An interpreter of the library `library`; `arena` is its RAM where it is not to be found."""

    library: str | None = None
    arena: int | None = None
    _found: dict[str, Library] = field(default_factory=dict, compare=False)

    name: ClassVar[str] = "tflm"
    description: ClassVar[str] = "TensorFlow Lite Micro's interpreter, from a library of yours"
    needs_hooks: ClassVar[bool] = True

    @classmethod
    def configured(cls, options: EngineOptions) -> TflmEngine:
        """Takes library and arena; its kernels are the library's."""
        given = {
            "--kernels": options.kernels,
            "--optimize": options.optimize,
            "--constants": options.constants,
            "--code": options.code,
        }
        for option, value in given.items():
            if value is not None:
                raise UsageError(
                    f"The engine tflm runs the kernels of its library: {option} has no meaning.",
                    hint=f"Leave {option} out, or name a library that has other kernels.",
                )
        return cls(options.library, options.arena)

    @property
    def arguments(self) -> tuple[str, ...]:
        """The engine, and what was given of its own."""
        library = ("--tflm", self.library) if self.library else ()
        arena = ("--arena", str(self.arena)) if self.arena else ()
        return ("--engine", self.name, *library, *arena)

    def check(self, board: Board) -> None:
        """That there is a library."""
        self._library(board)

    def load(self, tflite: bytes, name: str, board: Board) -> Program | Unsized:
        """The model, as soon as every operator is one that the resolver has."""
        from neurio_gen.engines.tflm.load import load  # the reader takes long to import

        return load(tflite, name, self.arena)

    def linked(self, board: Board) -> Linked:
        """The user's library."""
        library = self._library(board)
        return Linked((library.spec,), self.name, library.identity)

    def facts(self, board: Board) -> Mapping[str, str]:
        """The library's version."""
        return {"library": self._library(board).identity}

    def observed(self, image: BuiltImage) -> Mapping[str, str]:
        """Whose kernels were linked, by their symbols."""
        names = [symbol.name for symbol in image.sizes.symbols]
        for pattern, kernels in _KERNELS:
            if any(pattern.fullmatch(name) for name in names):
                return {"kernels": kernels}
        return {"kernels": "reference"}

    def _library(self, board: Board) -> Library:
        """Read once per request: it may be a large folder."""
        if board.id not in self._found:
            self._found[board.id] = named_library(self.library, board)
        return self._found[board.id]
