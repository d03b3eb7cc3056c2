"""Tensors put together and taken apart: CONCATENATION, PACK, SPLIT, SPLIT_V, UNPACK."""

from __future__ import annotations

from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.shapes.rule import (
    Shape,
    Shapes,
    axis_of,
    integers,
    number,
    require,
)


def _inputs(site: Site) -> list[Shape]:
    require(None not in site.operator.inputs, "one of its inputs is absent")
    return [site.input(i).shape for i in range(len(site.operator.inputs))]


def concatenation(site: Site) -> Shapes:
    """Sizes along the axis add up; all others are equal."""
    shapes = _inputs(site)
    axis = axis_of(number(site, "axis", 0), len(shapes[0]))
    rests = {(*shape[:axis], *shape[axis + 1 :]) for shape in shapes}
    require(
        len(rests) == 1 and len({len(shape) for shape in shapes}) == 1,
        f"its inputs {[list(shape) for shape in shapes]} do not join along axis {axis}",
    )
    total = sum(shape[axis] for shape in shapes)
    return [(*shapes[0][:axis], total, *shapes[0][axis + 1 :])]


def pack(site: Site) -> Shapes:
    """Equal shapes side by side along a new axis."""
    shapes = _inputs(site)
    require(len(set(shapes)) == 1, "its inputs have different shapes")
    count = number(site, "values_count")
    require(count == len(shapes), f"it packs {count} values and has {len(shapes)} inputs")
    axis = axis_of(number(site, "axis", 0), len(shapes[0]) + 1)
    return [(*shapes[0][:axis], len(shapes), *shapes[0][axis:])]


def unpack(site: Site) -> Shapes:
    """One output for every position along an axis, which goes."""
    shape, outputs = site.input(0).shape, len(site.operator.outputs)
    axis = axis_of(number(site, "axis", 0), len(shape))
    count = number(site, "num")
    require(count == outputs, f"it unpacks {count} values and has {outputs} outputs")
    require(shape[axis] == outputs, f"its axis of {shape[axis]} has {outputs} outputs")
    return [(*shape[:axis], *shape[axis + 1 :])] * outputs


def split(site: Site) -> Shapes:
    """As many equal parts as there are outputs."""
    shape, outputs = site.input(1).shape, len(site.operator.outputs)
    axis = _axis(site, 0, len(shape))
    count = number(site, "num_splits")
    require(count == outputs, f"it splits into {count} and has {outputs} outputs")
    if axis is None:
        return [None] * outputs
    require(shape[axis] % outputs == 0, f"its axis of {shape[axis]} has {outputs} equal parts")
    return [(*shape[:axis], shape[axis] // outputs, *shape[axis + 1 :])] * outputs


def split_v(site: Site) -> Shapes:
    """Parts of given sizes; -1 for one of them stands for the rest."""
    shape, outputs = site.input(0).shape, len(site.operator.outputs)
    sizes, axis = integers(site, 1), _axis(site, 2, len(shape))
    if sizes is None or axis is None:
        return [None] * outputs
    require(len(sizes) == outputs, f"it has {len(sizes)} sizes and {outputs} outputs")
    require(sizes.count(-1) <= 1, f"its sizes {sizes} leave more than one open")
    rest = shape[axis] - sum(size for size in sizes if size != -1)
    sizes = [rest if size == -1 else size for size in sizes]
    require(
        min(sizes) >= 1 and sum(sizes) == shape[axis],
        f"its sizes {sizes} do not make up an axis of {shape[axis]}",
    )
    return [(*shape[:axis], size, *shape[axis + 1 :]) for size in sizes]


def _axis(site: Site, position: int, rank: int) -> int | None:
    values = integers(site, position)
    if values is None:
        return None
    require(len(values) == 1, f"its axis has {len(values)} elements")
    return axis_of(values[0], rank)
