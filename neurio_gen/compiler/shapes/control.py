"""Operators that run subgraphs; what these give has been compared when they were read."""

from __future__ import annotations

from neurio_gen.compiler.control import routine_indices
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.shapes.rule import Shapes


def while_loop(site: Site) -> Shapes:
    """The values that a turn changes keep their shapes."""
    return [site.input(position).shape for position in site.option("changed")]


def if_else(site: Site) -> Shapes:
    """What the branches give."""
    branch = site.graph.routines[routine_indices(site.operator)[0]].graph
    return [branch.tensors[i].shape for i in branch.outputs]
