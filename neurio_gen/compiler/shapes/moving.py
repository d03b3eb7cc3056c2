"""Elements moved to other places: slices, paddings, transpositions, repetitions, resizing."""

from __future__ import annotations

from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.shapes.rule import (
    Shapes,
    axis_of,
    integers,
    number,
    one_each,
    positive,
    require,
    shape_of,
)


def slice_(site: Site) -> Shapes:
    """From `begin` on, `size` elements along each axis; -1 is what is left."""
    source, begins, sizes = site.input(0).shape, integers(site, 1), integers(site, 2)
    if begins is None or sizes is None:
        return [None]
    one_each(begins, len(source), "begin")
    one_each(sizes, len(source), "size")
    taken = []
    for length, begin, size in zip(source, begins, sizes, strict=True):
        count = length - begin if size == -1 else size
        require(
            begin >= 0 and 1 <= count <= length - begin,
            f"it takes {size} elements from {begin} on of an axis of {length}",
        )
        taken.append(count)
    return [tuple(taken)]


def strided_slice(site: Site) -> Shapes:
    """Python's slices along the leading axes, with masks for open ends and single elements."""
    source = site.input(0).shape
    for position, role in ((1, "begin"), (2, "end"), (3, "strides")):
        shape_of(site.input(position), 1, role)
    begins, ends, strides = (integers(site, position) for position in (1, 2, 3))
    exotic = any(site.option(name, 0) for name in ("ellipsis_mask", "new_axis_mask", "offset"))
    if begins is None or ends is None or strides is None or exotic:
        return [None]
    axes = len(begins)
    require(axes <= len(source), f"it slices {axes} axes of {len(source)}")
    one_each(ends, axes, "end")
    one_each(strides, axes, "strides")
    require(0 not in strides, "its strides have a 0")
    masks = (number(site, f"{name}_mask", 0) for name in ("begin", "end", "shrink_axis"))
    open_begin, open_end, single = masks
    result = []
    for axis, (size, begin, end, stride) in enumerate(
        zip(source, begins, ends, strides, strict=False)
    ):
        if single >> axis & 1:
            require(-size <= begin < size, f"its index {begin} is beyond an axis of {size}")
            require(stride > 0, "it takes one element with a negative stride")
            continue
        first = None if open_begin >> axis & 1 else begin
        last = None if open_end >> axis & 1 else end
        count = len(range(size)[first:last:stride])
        require(count >= 1, f"it takes nothing of an axis of {size}")
        result.append(count)
    return [(*result, *source[axes:])]


def pad(site: Site) -> Shapes:
    """More elements before and behind each axis."""
    source, amounts = site.input(0).shape, integers(site, 1)
    if amounts is None:
        return [None]
    require(
        site.input(1).shape == (len(source), 2),
        f"its paddings {list(site.input(1).shape)} are not a pair for each axis",
    )
    require(min(amounts, default=0) >= 0, "its paddings are negative")
    if site.has_input(2):
        require(site.input(2).elements == 1, "it pads with more than one value")
    pairs = zip(source, amounts[::2], amounts[1::2], strict=True)
    return [tuple(size + before + after for size, before, after in pairs)]


def transpose(site: Site) -> Shapes:
    """Axes in another order."""
    source, order = site.input(0).shape, integers(site, 1)
    if order is None:
        return [None]
    axes = [axis_of(axis, len(source)) for axis in order]
    require(sorted(axes) == list(range(len(source))), f"its order {order} is no permutation")
    return [tuple(source[axis] for axis in axes)]


def tile(site: Site) -> Shapes:
    """Each axis repeated."""
    source, counts = site.input(0).shape, integers(site, 1)
    if counts is None:
        return [None]
    one_each(counts, len(source), "multiples")
    require(min(counts, default=1) >= 1, f"its multiples are {counts}")
    return [tuple(size * count for size, count in zip(source, counts, strict=True))]


def reverse(site: Site) -> Shapes:
    """As the input; the axes must be there."""
    source = site.input(0).shape
    for axis in integers(site, 1) or ():
        axis_of(axis, len(source))
    return [source]


def depth_to_space(site: Site) -> Shapes:
    """Channels become blocks of pixels."""
    batch, height, width, channels = shape_of(site.input(0), 4, "input")
    block = positive(site, "block_size")
    require(channels % block**2 == 0, f"{channels} channels do not make blocks of {block}x{block}")
    return [(batch, height * block, width * block, channels // block**2)]


def space_to_depth(site: Site) -> Shapes:
    """Blocks of pixels become channels."""
    batch, height, width, channels = shape_of(site.input(0), 4, "input")
    block = positive(site, "block_size")
    require(
        height % block == 0 and width % block == 0,
        f"{height}x{width} pixels do not divide into blocks of {block}x{block}",
    )
    return [(batch, height // block, width // block, channels * block**2)]


def resize(site: Site) -> Shapes:
    """Images of the height and width that its second input holds."""
    batch, _, _, channels = shape_of(site.input(0), 4, "input")
    size = integers(site, 1)
    require(
        not (site.option("align_corners", False) and site.option("half_pixel_centers", False)),
        "it aligns corners and takes half pixels at once",
    )
    if size is None:
        return [None]
    one_each(size, 2, "size")
    require(min(size) >= 1, f"its size is {size}")
    return [(batch, *size, channels)]


def dynamic_update_slice(site: Site) -> Shapes:
    """As the input, into which the second one fits; the third has a position on every axis."""
    source, update, start = (site.input(i).shape for i in range(3))
    require(
        len(update) == len(source)
        and all(part <= size for part, size in zip(update, source, strict=True)),
        f"its part {list(update)} does not fit into {list(source)}",
    )
    require(start == (len(source),), f"its positions have the shape {list(start)}")
    return [source]
