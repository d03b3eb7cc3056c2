"""Conditions that kernels share; each returns the sentences that say what is not met."""

from __future__ import annotations

from collections.abc import Sequence

from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels.kernel import Site

_MOST_POSITIONS = 1 << 16
_ACTIVATIONS = ("NONE", "RELU", "RELU6", "RELU_N1_TO_1")


def types(expected: DType, **tensors: Tensor) -> list[str]:
    """Every tensor has the element type `expected` and, unless int32, is quantised."""
    found = []
    for role, tensor in tensors.items():
        if tensor.dtype != expected:
            found.append(f"its {role} is {tensor.dtype.value}, supported is {expected.value}")
        elif expected in (DType.INT8, DType.INT16) and tensor.quantisation is None:
            found.append(f"its {role} has no quantisation")
    return found


def per_tensor(**tensors: Tensor) -> list[str]:
    """Every tensor has one scale only."""
    return [
        f"its {role} is quantised per channel"
        for role, tensor in tensors.items()
        if tensor.quantisation is not None and tensor.quantisation.per_channel
    ]


def per_channel(weights: Tensor, axis: int) -> list[str]:
    """Weights have one scale, or one for each slice along `axis`."""
    quantisation = weights.quantisation
    if quantisation is None or not quantisation.per_channel or quantisation.axis == axis:
        return []
    return [f"its weights are quantised along axis {quantisation.axis}, supported is {axis}"]


def rank(tensor: Tensor, ranks: Sequence[int], role: str) -> list[str]:
    """The tensor has one of these numbers of axes."""
    if len(tensor.shape) in ranks:
        return []
    return [f"its {role} has the shape {list(tensor.shape)}, supported are {list(ranks)} axes"]


def constant(**tensors: Tensor) -> list[str]:
    """The contents of every tensor are known."""
    return [
        f"it has no constant {role}" for role, tensor in tensors.items() if not tensor.is_constant
    ]


def kept(site: Site, position: int) -> list[str]:
    """The input is memory that the model keeps, which the operator may change."""
    tensor_id = site.operator.inputs[position]
    if any(state.source == state.target == tensor_id for state in site.graph.states):
        return []
    return [f"its input {position} is not kept from one inference to the next"]


def batch_one(tensor: Tensor) -> list[str]:
    """The first axis has one element."""
    return [] if tensor.shape[0] == 1 else [f"its batch size is {tensor.shape[0]}, supported is 1"]


def activation(site: Site) -> list[str]:
    """The fused activation is one that clamps."""
    name = site.option("fused_activation_function", "NONE")
    return [] if name in _ACTIVATIONS else [f"its fused activation is {name}"]


def few_positions(tensor: Tensor) -> list[str]:
    """No axis is too long for a table of its positions."""
    longest = max(tensor.shape, default=1)
    if longest <= _MOST_POSITIONS:
        return []
    return [f"its output has an axis of {longest:,}, supported are {_MOST_POSITIONS:,}"]


def same_quantisation(left: Tensor, right: Tensor) -> list[str]:
    """Two tensors share scale and zero point."""
    a, b = left.quantisation, right.quantisation
    if a is not None and b is not None and a.scales == b.scales and a.zero_points == b.zero_points:
        return []
    return ["its input and output are quantised differently"]
