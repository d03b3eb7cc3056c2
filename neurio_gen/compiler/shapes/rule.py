"""What a rule is made of: the shapes it gives and the sentences that it refuses with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.kernels.kernel import Site

_LARGEST = (1 << 15) - 1
"""A stride, dilation, window or block: TFLite Micro keeps most of them in 16 bits."""

Shape = tuple[int, ...]

Shapes = Sequence[Shape | None]
"""What the outputs are; None where only folded constants will tell: the file is believed."""


class ShapeError(ValueError):
    """Inputs or options that do not belong together; the text is a sentence for the user."""


@dataclass(frozen=True)
class Rule:
    """The shapes of an operator's outputs, and how many inputs it takes.

    Inputs beyond `least` are optional. `shapes` raises ShapeError.
    """

    least: int
    most: int
    shapes: Callable[[Site], Shapes]


def require(condition: bool, sentence: str) -> None:
    """Raises ShapeError with `sentence` unless `condition` holds."""
    if not condition:
        raise ShapeError(sentence)


def shape_of(tensor: Tensor, rank: int, role: str) -> Shape:
    """The shape of a tensor that must have `rank` axes."""
    require(
        len(tensor.shape) == rank,
        f"its {role} has the shape {list(tensor.shape)}, expected are {rank} axes",
    )
    return tensor.shape


def number(site: Site, option: str, default: int | None = None) -> int:
    """A whole-number option; without a default it must be there."""
    value = site.option(option, default)
    require(value is not None, f"it has no option {option}")
    return int(value)


def positive(site: Site, option: str, default: int | None = None) -> int:
    """An option that is at least 1 and not huge, such as a stride."""
    value = number(site, option, default)
    require(1 <= value <= _LARGEST, f"its {option} is {value}")
    return value


def axis_of(value: int, rank: int) -> int:
    """An axis in [-rank, rank) as one in [0, rank)."""
    require(-rank <= value < rank, f"its axis {value} is not among {rank} axes")
    return value % rank


def integers(site: Site, position: int) -> list[int] | None:
    """The elements of a tensor of whole numbers, such as axes; None where it is computed."""
    tensor = site.input(position)
    if tensor.data is None:
        return None
    require(
        np.issubdtype(tensor.data.dtype, np.integer),
        f"its input {position} is {tensor.dtype.value}, expected are whole numbers",
    )
    return [int(value) for value in tensor.data.flat]


def one_each(values: Sequence[int], axes: int, role: str) -> None:
    """There is one value for every axis."""
    require(len(values) == axes, f"its {role} has {len(values)} elements for {axes} axes")
