"""Windows that slide: convolutions and pooling.

TensorFlow Lite's ComputeOutSize (kernels/padding.h): ceil(length / stride) positions for SAME,
ceil((length - reach + 1) / stride) for VALID.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.shapes.rule import (
    Shape,
    Shapes,
    integers,
    number,
    one_each,
    positive,
    require,
    shape_of,
)

_FARTHEST = 1 << 15
"""Positions that a window reaches over: TFLite Micro keeps paddings in 16 bits."""


def positions(site: Site, axis: str, length: int, size: int) -> int:
    """Positions of a window of `size` taps along an axis ("h", "w", or "d") of `length`."""
    stride = positive(site, f"stride_{axis}")
    reach = (size - 1) * positive(site, f"dilation_{axis}_factor", 1) + 1
    require(reach <= _FARTHEST, f"its window reaches over {reach} positions")
    padding = site.option("padding")
    require(padding in ("SAME", "VALID"), f"its padding is {padding}")
    if padding == "SAME":
        return -(-length // stride)
    require(reach <= length, f"its window reaches over {reach} positions, its input has {length}")
    return (length - reach) // stride + 1


def bias(site: Site, position: int, channels: int) -> None:
    """The bias, if any, has one element for each output channel."""
    if site.has_input(position):
        elements = site.input(position).elements
        require(elements == channels, f"its bias has {elements} elements for {channels} channels")


def conv_2d(site: Site) -> Shapes:
    """[n][y][x][c] meets weights [filter][y][x][c of a group]."""
    batch, height, width, channels = shape_of(site.input(0), 4, "input")
    filters, rows, columns, depth = shape_of(site.input(1), 4, "weights")
    groups = _groups(channels, depth)
    require(filters % groups == 0, f"{filters} filters do not divide into {groups} groups")
    bias(site, 2, filters)
    size = positions(site, "h", height, rows), positions(site, "w", width, columns)
    return [(batch, *size, filters)]


def _groups(channels: int, depth: int) -> int:
    require(channels % depth == 0, f"{channels} channels meet weights for {depth}")
    return channels // depth


def depthwise_conv_2d(site: Site) -> Shapes:
    """[n][y][x][c] meets weights [1][y][x][c * multiplier]."""
    batch, height, width, channels = shape_of(site.input(0), 4, "input")
    ones, rows, columns, filters = shape_of(site.input(1), 4, "weights")
    require(ones == 1, f"its weights begin with an axis of {ones}, expected is 1")
    multiplier = number(site, "depth_multiplier")
    require(
        multiplier * channels == filters,
        f"its depth multiplier {multiplier} does not make {filters} filters of {channels} channels",
    )
    bias(site, 2, filters)
    size = positions(site, "h", height, rows), positions(site, "w", width, columns)
    return [(batch, *size, filters)]


def pool_2d(site: Site) -> Shapes:
    """[n][y][x][c], each channel for itself."""
    batch, height, width, channels = shape_of(site.input(0), 4, "input")
    rows, columns = positive(site, "filter_height"), positive(site, "filter_width")
    size = positions(site, "h", height, rows), positions(site, "w", width, columns)
    return [(batch, *size, channels)]


def conv_3d(site: Site) -> Shapes:
    """[n][z][y][x][c] meets weights [z][y][x][c of a group][filter]."""
    batch, *lengths, channels = shape_of(site.input(0), 5, "input")
    *sizes, depth, filters = shape_of(site.input(1), 5, "weights")
    _groups(channels, depth)
    bias(site, 2, filters)
    moved = zip("dhw", lengths, sizes, strict=True)
    return [(batch, *(positions(site, *axis) for axis in moved), filters)]


def transpose_conv(site: Site) -> Shapes:
    """The image that a convolution with these weights [filter][y][x][c] makes the input of."""
    batch, height, width, channels = shape_of(site.input(2), 4, "input")
    filters, rows, columns, depth = shape_of(site.input(1), 4, "weights")
    require(depth == channels, f"{channels} channels meet weights for {depth}")
    bias(site, 3, filters)
    wanted = integers(site, 0)
    shape = shape_of(site.output(), 4, "output") if wanted is None else tuple(wanted)
    one_each(shape, 4, "output shape")
    require(all(size >= 1 for size in shape), f"its output shape is {list(shape)}")
    back = positions(site, "h", shape[1], rows), positions(site, "w", shape[2], columns)
    require(
        back == (height, width),
        f"an output of {shape[1]}x{shape[2]} belongs to an input of {back[0]}x{back[1]}, "
        f"not {height}x{width}",
    )
    return [(batch, shape[1], shape[2], filters)]


def fully_connected(site: Site) -> Shapes:
    """Rows of the input meet weights [output][input]; leading axes are kept or merged."""
    source, (outputs, depth) = site.input(0), shape_of(site.input(1), 2, "weights")
    require(
        source.elements % depth == 0,
        f"{source.elements} inputs do not divide into rows of {depth}",
    )
    bias(site, 2, outputs)
    if site.option("keep_num_dims", False):
        require(
            source.shape[-1:] == (depth,), f"its input {list(source.shape)} has no rows of {depth}"
        )
        return [(*source.shape[:-1], outputs)]
    # TFLite Micro takes rows from wherever they are; converters keep or merge leading axes.
    return [_same_rows(site.output(), source.elements // depth, outputs)]


def _same_rows(output: Tensor, rows: int, outputs: int) -> Shape:
    fits = output.shape[-1:] == (outputs,) and prod(output.shape[:-1]) == rows
    return output.shape if fits else (rows, outputs)


def space_to_batch_nd(site: Site) -> Shapes:
    """Spatial axes are padded, then cut into blocks whose phases become batches."""
    batch, *sizes = site.input(0).shape or (1,)
    blocks, paddings = integers(site, 1), integers(site, 2)
    if blocks is None or paddings is None:
        return [None]
    _blocks(site, blocks, paddings, len(sizes) - 1)
    spatial = []
    for size, block, before, after in zip(
        sizes, blocks, paddings[::2], paddings[1::2], strict=False
    ):
        padded = size + before + after
        require(padded % block == 0, f"{padded} positions do not divide into blocks of {block}")
        spatial.append(padded // block)
    return [(batch * prod(blocks), *spatial, *sizes[len(blocks) :])]


def batch_to_space_nd(site: Site) -> Shapes:
    """The inverse of SPACE_TO_BATCH_ND, with crops in place of paddings."""
    batch, *sizes = site.input(0).shape or (1,)
    blocks, crops = integers(site, 1), integers(site, 2)
    if blocks is None or crops is None:
        return [None]
    _blocks(site, blocks, crops, len(sizes) - 1)
    require(batch % prod(blocks) == 0, f"{batch} batches do not divide by {prod(blocks)}")
    spatial = [
        size * block - before - after
        for size, block, before, after in zip(sizes, blocks, crops[::2], crops[1::2], strict=False)
    ]
    require(all(size >= 1 for size in spatial), f"its crops leave {spatial}")
    return [(batch // prod(blocks), *spatial, *sizes[len(blocks) :])]


def _blocks(site: Site, blocks: Sequence[int], borders: Sequence[int], spatial: int) -> None:
    require(1 <= len(blocks) <= spatial, f"its blocks have {len(blocks)} axes")
    require(len(borders) == 2 * len(blocks), "its borders are not a pair for each axis")
    require(min(blocks) >= 1 and min(borders) >= 0, "its blocks or borders are negative")
