"""Element by element, broadcast, reduced along axes, or the same elements in another shape."""

from __future__ import annotations

from math import prod

from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.shapes.rule import (
    Shape,
    Shapes,
    axis_of,
    integers,
    require,
)
from neurio_gen.compiler.strides import broadcast_shape


def same(site: Site) -> Shapes:
    """As the input."""
    return [site.input(0).shape]


def all_same(site: Site) -> Shapes:
    """As all of the inputs."""
    require(None not in site.operator.inputs, "one of its inputs is absent")
    shapes = {site.input(i).shape for i in range(len(site.operator.inputs))}
    require(len(shapes) == 1, "its inputs have different shapes")
    return [site.input(0).shape]


def cumsum(site: Site) -> Shapes:
    """As the input, which has the axis that its second input holds."""
    source, values = site.input(0).shape, integers(site, 1)
    if values is not None:
        require(len(values) == 1, f"its axis has {len(values)} elements")
        axis_of(values[0], len(source))
    return [source]


def softmax(site: Site) -> Shapes:
    """As the input, which has an innermost axis."""
    axis_of(-1, len(site.input(0).shape))
    return [site.input(0).shape]


def broadcast(site: Site) -> Shapes:
    """Both inputs; an axis of 1, or one that is missing in front, is repeated."""
    left, right = site.input(0).shape, site.input(1).shape
    shape = broadcast_shape(left, right)
    if shape is None:
        require(False, f"its inputs {list(left)} and {list(right)} do not broadcast")
    return [shape]


def select(site: Site) -> Shapes:
    """All three inputs, broadcast."""
    shapes = [site.input(i).shape for i in range(3)]
    result = broadcast_shape(shapes[0], shapes[1])
    result = None if result is None else broadcast_shape(result, shapes[2])
    if result is None:
        require(False, f"its inputs {[list(shape) for shape in shapes]} do not broadcast")
    return [result]


def prelu(site: Site) -> Shapes:
    """As the input, to which the slopes are broadcast."""
    source = site.input(0).shape
    require(broadcast(site)[0] == source, f"its slopes do not broadcast to {list(source)}")
    return [source]


def broadcast_to(site: Site) -> Shapes:
    """The shape that its second input holds."""
    wanted = integers(site, 1)
    if wanted is None:
        return [None]
    source, shape = site.input(0).shape, tuple(wanted)
    require(
        broadcast_shape(source, shape) == shape,
        f"its input {list(source)} does not broadcast to {wanted}",
    )
    return [shape]


def broadcast_args(site: Site) -> Shapes:
    """The axes of what two shapes are broadcast to."""
    left, right = site.input(0).shape, site.input(1).shape
    require(len(left) == len(right) == 1, "its inputs are no shapes")
    return [(max(left[0], right[0]),)]


def fill(site: Site) -> Shapes:
    """The shape that its first input holds; its second one is a single value."""
    sizes = integers(site, 0)
    require(site.input(1).elements == 1, "it fills with more than one value")
    return [None if sizes is None else tuple(sizes)]


def reduction(site: Site) -> Shapes:
    """The axes that its second input holds become 1, or go."""
    source, values = site.input(0).shape, integers(site, 1)
    if values is None:
        return [None]
    axes = {axis_of(value, len(source)) for value in values}
    kept = bool(site.option("keep_dims", False))
    sizes = ((axis, 1 if axis in axes else size) for axis, size in enumerate(source))
    return [tuple(size for axis, size in sizes if kept or axis not in axes)]


def arg_extreme(site: Site) -> Shapes:
    """Without the axis that its second input holds."""
    source, values = site.input(0).shape, integers(site, 1)
    if values is None:
        return [None]
    require(len(values) == 1, f"its axis has {len(values)} elements")
    axis = axis_of(values[0], len(source))
    return [(*source[:axis], *source[axis + 1 :])]


def shape(site: Site) -> Shapes:
    """One number for every axis."""
    return [(len(site.input(0).shape),)]


def reshape(site: Site) -> Shapes:
    """Any shape of as many elements; where one is asked for, -1 fits anything."""
    output, elements = site.output().shape, site.input(0).elements
    require(
        prod(output) == elements,
        f"its output {list(output)} has {prod(output)} elements, its input {elements}",
    )
    wanted = integers(site, 1) if site.has_input(1) else None
    if wanted is not None and not _fits(output, wanted):
        require(False, f"its output has the shape {list(output)}, asked for is {wanted}")
    return [output]


def _fits(output: Shape, wanted: list[int]) -> bool:
    return (
        len(wanted) == len(output)
        and wanted.count(-1) <= 1
        and all(asked in (-1, size) for asked, size in zip(wanted, output, strict=True))
    )


def expand_dims(site: Site) -> Shapes:
    """A new axis of 1 where its second input says."""
    source, values = site.input(0).shape, integers(site, 1)
    if values is None:
        return [None]
    require(len(values) == 1, f"its axis has {len(values)} elements")
    axis = axis_of(values[0], len(source) + 1)
    return [(*source[:axis], 1, *source[axis:])]


def squeeze(site: Site) -> Shapes:
    """Without the named axes of 1, or without all of them where none is named."""
    source = site.input(0).shape
    named = {axis_of(int(axis), len(source)) for axis in site.option("squeeze_dims", ())}
    axes = named or {axis for axis, size in enumerate(source) if size == 1}
    require(all(source[axis] == 1 for axis in axes), f"it squeezes axes of {list(source)} beyond 1")
    return [tuple(size for axis, size in enumerate(source) if axis not in axes)]
