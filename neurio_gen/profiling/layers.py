"""What a profile is: the cost of each layer, and of what lies between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from neurio_gen.codegen import Program, ProgramLayer
from neurio_gen.profiling.timing.estimate import Band, Cycles


class Unit(Enum):
    """What a cost is counted in."""

    INSTRUCTIONS = "instructions"
    CYCLES = "cycles"
    NANOSECONDS = "nanoseconds"


@dataclass(frozen=True)
class Cost:
    """What something took, in the profile's unit, and its estimated cycles where there are."""

    count: int
    estimate: Cycles | None = None


@dataclass(frozen=True, eq=False)
class LayerCost:
    """A layer and what it took."""

    layer: ProgramLayer
    cost: Cost

    @property
    def name(self) -> str:
        """The layer's name: its output tensor's."""
        return self.layer.name

    @property
    def per_mac(self) -> float | None:
        """Units a published multiply-accumulate."""
        return self.cost.count / self.layer.macs if self.layer.macs else None


@dataclass(frozen=True, eq=False)
class ModelProfile:
    """One inference, taken apart: the layers and `overhead` add up to `total` exactly.

    `overhead` is what the model's own function does between the kernels. `functions` are costs by
    function, None where the device cannot tell. `timing` says what estimates stand on, or why
    there are none; `band` how good such estimates have been, None where that is not known.
    `flash_banks` is the bank mode that they are for, where the flash has one.
    """

    program: Program
    unit: Unit
    layers: tuple[LayerCost, ...]
    overhead: Cost
    functions: Mapping[str, Cost] | None
    timing: str
    band: Band | None = None
    flash_banks: int | None = None

    @property
    def total(self) -> int:
        """What the whole inference took."""
        return sum(each.cost.count for each in self.layers) + self.overhead.count

    @property
    def estimate(self) -> Cycles | None:
        """Estimated cycles of the whole inference."""
        if self.overhead.estimate is None:
            return None
        total = self.overhead.estimate
        for each in self.layers:
            total = total + (each.cost.estimate or Cycles())
        return total


def attribute(program: Program, costs: Sequence[Cost]) -> tuple[LayerCost, ...]:
    """The program's layers with their costs, in order."""
    return tuple(LayerCost(layer, cost) for layer, cost in zip(program.layers, costs, strict=True))
