"""Slices of a tensor that indices name."""

from __future__ import annotations

from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.shapes.rule import Shapes, axis_of, number, require


def gather(site: Site) -> Shapes:
    """The axis becomes those of the indices; both share the leading axes that are batches."""
    source, indices = site.input(0).shape, site.input(1).shape
    axis = axis_of(number(site, "axis", 0), len(source))
    batches = number(site, "batch_dims", 0)
    require(0 <= batches <= min(axis, len(indices)), f"its batch_dims are {batches}")
    require(source[:batches] == indices[:batches], "its batches differ in size")
    return [(*source[:axis], *indices[batches:], *source[axis + 1 :])]


def gather_nd(site: Site) -> Shapes:
    """Each row of indices names a slice by its coordinates."""
    source, indices = site.input(0).shape, site.input(1).shape
    require(bool(indices), "its indices are a single number")
    require(1 <= indices[-1] <= len(source), f"its indices have {indices[-1]} coordinates")
    return [(*indices[:-1], *source[indices[-1] :])]


def embedding_lookup(site: Site) -> Shapes:
    """A row of the second input for each index."""
    indices, rows = site.input(0).shape, site.input(1).shape
    require(len(indices) == 1, f"its indices have the shape {list(indices)}")
    require(len(rows) >= 2, f"its rows have the shape {list(rows)}")
    return [(*indices, *rows[1:])]
