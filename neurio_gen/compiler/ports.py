"""Inputs and outputs of a model as the firmware takes them."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType, Graph, Tensor
from neurio_gen.compiler.plan import Port

MAX_PORTS = 16
"""Inputs, or outputs, of a model: `kMaxPorts` in firmware/harness/model.h."""
PORT_TYPES = frozenset(
    (DType.INT8, DType.UINT8, DType.INT16, DType.INT32, DType.FLOAT32, DType.BOOL),
)
"""Element types of inputs and outputs: `ElementType` in firmware/harness/model.h."""


def port_of(tensor: Tensor) -> Port:
    """An input or output as the harness sees it."""
    return Port(tensor.name, tensor.shape, tensor.dtype, tensor.quantisation, tensor.nbytes)


def port_problems(graph: Graph) -> list[str]:
    """Which inputs and outputs the firmware cannot take, a sentence each."""
    problems = [
        f"{graph.tensors[i].name}, an input or output, is {graph.tensors[i].dtype.value}"
        for i in (*graph.inputs, *graph.outputs)
        if graph.tensors[i].dtype not in PORT_TYPES
    ]
    for role, ports in (("inputs", graph.inputs), ("outputs", graph.outputs)):
        if len(ports) > MAX_PORTS:
            problems.append(f"it has {len(ports)} {role}, supported are {MAX_PORTS}")
    return problems
