"""What an engine makes of one model, as images, sizes, profiles and results see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from neurio_gen.compiler.plan import Option, Port
from neurio_gen.compiler.tolerance import EXACT, Tolerance
from neurio_gen.results.words import Arithmetic

if TYPE_CHECKING:
    from neurio_gen.codegen.image import ImageModel
    from neurio_gen.codegen.render import Renderer


@dataclass(frozen=True)
class ProgramLayer:
    """A step of an inference that a profile can tell apart from the others.

    `name` is that of the output tensor, `kernel` the function that computes it, where the engine
    knows it. `macs` counts multiply-accumulates of the operator as published, `executed_macs`
    those that are computed. `activation_bytes` are read and written, scratch left out. `options`
    are the kernels that were compared for it, `refused` others with what is in their way.
    `objections` are there where it runs on kernels of a lesser instruction set than it might: those
    of the better ones, with what is in their way.
    """

    index: int
    name: str
    operator: str
    kernel: str
    macs: int
    executed_macs: int
    constant_bytes: int
    activation_bytes: int
    constants_in_ram: bool = False
    options: tuple[Option, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    objections: tuple[tuple[str, str], ...] = ()

    @property
    def objection(self) -> str | None:
        """Why it runs on a lesser kernel: `on conv_2d_s8, as mve_conv_2d_s8 cannot: it is ...`."""
        if not self.objections:
            return None
        reasons: dict[str, dict[str, None]] = {}
        for kernel, why in self.objections:
            reasons.setdefault(why, {})[kernel] = None
        others = "; ".join(
            f"{' and '.join(kernels)} cannot: {why}" for why, kernels in reasons.items()
        )
        return f"on {self.kernel}, as {others}"


@dataclass(frozen=True)
class ArenaSpan:
    """`nbytes` of the arena from `offset`, in use from the layer `first` to the layer `last`.

    `name` is that of the tensor that lies there; empty for scratch memory.
    """

    name: str
    offset: int
    nbytes: int
    first: int
    last: int


class Program(Protocol):
    """A model that an engine can run. Sizes are in bytes. What has a default may be left out."""

    @property
    def inputs(self) -> tuple[Port, ...]:
        """The model's inputs, in order."""

    @property
    def outputs(self) -> tuple[Port, ...]:
        """The model's outputs, in order."""

    @property
    def macs(self) -> int:
        """Multiply-accumulates of one inference of the model as published."""

    @property
    def constant_bytes(self) -> int:
        """What the model's own data takes of flash: weights, tables, or the whole file."""

    @property
    def arena_bytes(self) -> int:
        """RAM for one inference beside inputs and outputs, which are the caller's."""

    @property
    def state_bytes(self) -> int:
        """RAM behind the arena that is kept from one inference to the next."""
        return 0

    @property
    def ram_constant_bytes(self) -> int:
        """RAM that start-up code fills with constants, which are faster there than in flash."""
        return 0

    @property
    def hot_kernels(self) -> Mapping[str, float]:
        """Kernels that are to run from fast RAM, and how much each works in an inference."""
        return {}

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the model that the user should see."""
        return ()

    @property
    def tolerance(self) -> Tolerance:
        """What outputs may differ from those of the model's interpreter on the host by."""
        return EXACT

    @property
    def arithmetic(self) -> Arithmetic:
        """What the model computes in."""
        return "integer"

    @property
    def arena_lower_bound(self) -> int | None:
        """The least that any layout would need; None where the engine does not know it."""
        return None

    @property
    def layers(self) -> tuple[ProgramLayer, ...]:
        """What profiles tell apart, in the order of execution; empty where nothing is known."""
        return ()

    @property
    def arena_map(self) -> tuple[ArenaSpan, ...]:
        """What lies where in the arena, and when; empty where nothing is known."""
        return ()

    def sources(
        self, model: ImageModel, renderer: Renderer, banner: str, *, layer_hooks: bool
    ) -> Mapping[str, str]:
        """The text of each file that defines `kModel` in the model's namespace, by its name.

        Names begin with the namespace. `banner` is the first line. With `layer_hooks`, the code
        calls `begin_layers` and `end_layer` of firmware/harness/layers.h.
        """
