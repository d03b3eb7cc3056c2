"""Layers that keep state from step to step."""

from __future__ import annotations

from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.shapes.rule import Shapes, positive, require, shape_of

_UNITS_AT = 5
"""The first of an LSTM's recurrent weights among its inputs."""


def svdf(site: Site) -> Shapes:
    """[batch][inputs] meets filters [units * rank][inputs], then [units * rank][memory]."""
    batch, inputs = shape_of(site.input(0), 2, "input")
    filters, depth = shape_of(site.input(1), 2, "feature weights")
    lines, memory = shape_of(site.input(2), 2, "time weights")
    rank = positive(site, "rank")
    require(depth == inputs, f"{inputs} inputs meet weights for {depth}")
    require(lines == filters, f"it has {filters} filters over features and {lines} over time")
    require(filters % rank == 0, f"{filters} filters do not divide by the rank {rank}")
    if site.has_input(3):
        elements = site.input(3).elements
        require(elements == filters // rank, f"its bias has {elements} elements")
    state = site.input(4).elements
    require(state == batch * filters * memory, f"its state has {state} elements")
    return [(batch, filters // rank)]


def lstm(site: Site) -> Shapes:
    """[batch][time][inputs], or time first, to as many rows of units."""
    first, second, inputs = shape_of(site.input(0), 3, "input")
    require(site.has_input(_UNITS_AT), "it has no recurrent weights")
    units = shape_of(site.input(_UNITS_AT), 2, "recurrent weights")[0]
    for position in range(1, 9):
        require(site.has_input(position), "it lacks weights of a gate")
        wanted = (units, inputs if position < _UNITS_AT else units)
        found = site.input(position).shape
        require(found == wanted, f"its weights {list(found)} should be {list(wanted)}")
    for position in range(12, 16):
        require(site.has_input(position), "it lacks the bias of a gate")
        require(site.input(position).elements == units, "a bias has not one element for each unit")
    batches = second if site.option("time_major", False) else first
    for position in (18, 19):
        require(site.has_input(position), "it lacks a state")
        require(site.input(position).elements == batches * units, "a state has another size")
    return [(first, second, units)]
