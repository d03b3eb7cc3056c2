"""A model as a program of TensorFlow Lite Micro's interpreter."""

from __future__ import annotations

from neurio_gen.codegen.program import Program
from neurio_gen.compiler.checked import read_checked_model
from neurio_gen.compiler.graph import Graph
from neurio_gen.compiler.ports import port_problems
from neurio_gen.engines.engine import Unsized
from neurio_gen.engines.tflm.operators import OPERATORS, open_shapes, used_operators
from neurio_gen.engines.tflm.program import TflmProgram
from neurio_gen.errors import UnsupportedModelError


def load(tflite: bytes, name: str, arena: int | None) -> Program | Unsized:
    """The program, unsized where no `arena` is given, its bytes.

    Raises UnsupportedModelError for operators that the resolver lacks, and for a model with state.
    """
    graph = read_checked_model(tflite, name)
    problems = [
        *_operator_problems(tflite),
        *(f"tensor {tensor} has an axis without a size" for tensor in open_shapes(tflite)),
        *_state_problems(graph),
        *port_problems(graph),
    ]
    if problems:
        raise UnsupportedModelError(name, problems, hint=_HINT)
    program = TflmProgram(graph, tflite, arena or 0)
    return program if arena else Unsized(program.with_arena)


_HINT = "The engine aot may run it: leave --engine out."


def _operator_problems(tflite: bytes) -> list[str]:
    return [
        f"the resolver has no operator {kind}"
        for kind in used_operators(tflite)
        if kind not in OPERATORS
    ]


def _state_problems(graph: Graph) -> list[str]:
    return ["it keeps state from one inference to the next"] if graph.states else []
