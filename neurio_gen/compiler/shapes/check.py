"""Compares the shapes that a file declares with those that its operators give."""

from __future__ import annotations

from neurio_gen.compiler.graph import Graph, Operator
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.shapes.rule import ShapeError, require
from neurio_gen.compiler.shapes.table import RULES


def shape_problems(graph: Graph) -> list[str]:
    """What inputs, options and output shapes contradict, a sentence for each such operator.

    Operators without a rule pass: no kernel takes them.
    """
    problems = []
    for index, operator in enumerate(graph.operators):
        try:
            _check(Site(graph, operator, index))
        except ShapeError as error:
            where = f"operator {operator.source}, {operator.kind}"
            problems.append(f"{where} ({graph.tensors[operator.outputs[0]].name}): {error}")
    return problems


def _check(site: Site) -> None:
    operator = site.operator
    rule = RULES.get(operator.kind)
    if rule is None:
        return
    _check_inputs(operator, rule.least, rule.most)
    shapes = rule.shapes(site)
    count = len(operator.outputs)
    require(len(shapes) == count, f"it has {count} outputs instead of {len(shapes)}")
    for position, shape in enumerate(shapes):
        declared = site.output(position).shape
        require(
            shape is None or shape == declared,
            f"its output has the shape {list(declared)}, "
            f"its inputs and options give {list(shape or ())}",
        )


def _check_inputs(operator: Operator, least: int, most: int) -> None:
    count = len(operator.inputs)
    expected = f"{least}" if least == most else f"{least} to {most}"
    require(least <= count <= most, f"it has {count} inputs instead of {expected}")
    require(None not in operator.inputs[:least], "one of its inputs is absent")
