"""What an engine is: it turns a model into something that an image can hold."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.build.images import BuiltImage
from neurio_gen.build.linked import NOTHING, Linked
from neurio_gen.codegen.program import Program
from neurio_gen.isa import Isa
from neurio_gen.level import Level, Place


@dataclass(frozen=True)
class EngineOptions:
    """What a person may ask of engines; each takes what concerns it and refuses the rest.

    `kernels` replaces the board's instruction set, `optimize` says what flash and RAM may be spent
    on speed, `constants` where weights lie, `code` where kernels run (None: the engine's default),
    `library` names a library to link, `arena` is the RAM for one inference, in bytes.
    """

    kernels: Isa | None = None
    optimize: Level | None = None
    constants: Place | None = None
    code: Place | None = None
    library: str | None = None
    arena: int | None = None


@dataclass(frozen=True)
class Unsized:
    """A model whose arena only the engine itself can size: `sized` makes its program.

    The size is found by running it once on the device, or on models of its chip.
    """

    sized: Callable[[int], Program]


class Engine(ABC):
    """An engine as a request has it, its options taken in.

    `name` is what `--engine` and results call it, `description` one line about it.
    `needs_hooks` says whether profiles tell layers apart only by hooks that a build for profiles
    calls. Otherwise a program's function `infer` is straight code that calls each layer's kernel
    once, in order, so that an emulator can tell the layers of any image apart.
    `repeats` says that what `load` makes depends on its arguments, the fields of the engine and the
    code of this package alone, so that it may be kept from one run to the next. It holds for the
    class that states it.
    """

    name: ClassVar[str]
    description: ClassVar[str]
    needs_hooks: ClassVar[bool] = False
    repeats: ClassVar[bool] = False

    @classmethod
    @abstractmethod
    def configured(cls, options: EngineOptions) -> Engine:
        """The engine with these options. Raises UsageError for one that has no meaning here."""

    def check(self, board: Board) -> None:
        """Raises UsageError where nothing can run on a board so, before anything is built."""
        return

    @abstractmethod
    def load(self, tflite: bytes, name: str, board: Board) -> Program | Unsized:
        """The program of an int8 model for a board. `name` is used in messages.

        Raises ModelError where the bytes are no model, and UnsupportedModelError with everything
        that the engine cannot run, all of it at once.
        """

    def smallest(self) -> Engine:
        """The engine with the options that take the least memory."""
        return self

    @property
    def arguments(self) -> tuple[str, ...]:
        """The command line's options that make this very engine, for hints that name a command."""
        return ()

    def linked(self, board: Board) -> Linked:
        """What its images are linked with beside our firmware."""
        return NOTHING

    @abstractmethod
    def facts(self, board: Board) -> Mapping[str, str]:
        """Fields of a result that tell what ran: `kernels`, the library's version.

        Results that differ in one of them or in the engine's name are never taken for each other,
        as where an interrupted run goes on.
        """

    def observed(self, image: BuiltImage) -> Mapping[str, str]:
        """Fields of a result that only the image tells."""
        return {}
