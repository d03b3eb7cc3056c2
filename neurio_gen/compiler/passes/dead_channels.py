"""Removes channels that no output of the model depends on.

A channel goes if nobody needs it: every weight that reads it is zero, or it holds one known code
that can be added to the reader's bias. Depthwise convolutions, pools and element-wise operators
hand the question on: they drop a channel of their output where they drop it of their inputs. All
decisions hang together, so the pass starts with every channel dropped and takes back what turns
out to be needed until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.graph import DType, Graph, Operator, Tensor
from neurio_gen.compiler.kernels.kernel import Site
from neurio_gen.compiler.kernels.requantisation import bias_or_zeros
from neurio_gen.compiler.passes.constant_channels import (
    UNKNOWN,
    constant_channels,
    filters,
    foldable,
    is_weighted,
)
from neurio_gen.compiler.plan import read_only

WORD = 4
"""What remains is a multiple of it, where there are as many: pixels stay aligned to words."""

_MOST_CHANNELS = 1 << 16
"""Tensors with more, which no layer of a network has, are left as they are."""

_MIXING = {"CONV_2D", "FULLY_CONNECTED"}
_CHANNELWISE = {
    *("ADD", "AVERAGE_POOL_2D", "DEPTHWISE_CONV_2D", "LOOKUP", "MAX_POOL_2D", "RESHAPE"),
}

Array = npt.NDArray[Any]


def remove_dead_channels(graph: Graph) -> Graph:
    """The graph with fewer channels in intermediate tensors; inputs and outputs keep theirs."""
    constants = constant_channels(graph)
    dropped = _Decision(graph, constants).dropped
    if not any(mask.any() for mask in dropped.values()):
        return graph
    return _Rewriter(graph, constants, dropped).graph()


class _Decision:
    """`dropped`: tensor id -> bool [channels], for tensors whose channels can be dropped at all."""

    def __init__(self, graph: Graph, constants: dict[int, Array]) -> None:
        self._graph = graph
        self._constants = constants
        self.dropped = {
            tensor_id: np.ones(graph.tensors[tensor_id].shape[-1], bool)
            for operator in graph.operators
            if _is_understood(graph, operator)
            for tensor_id in operator.outputs
            if tensor_id not in graph.results
        }
        self._settle()
        while any(self._fill_word(tensor_id) for tensor_id in self.dropped):
            pass  # one tensor's channels may need others

    def _settle(self) -> None:
        """Take back what is needed, until nothing changes."""
        changed = True
        while changed:
            changed = False
            for operator in reversed(self._graph.operators):
                for tensor_id, needed in self._needs(operator):
                    mask = self.dropped.get(tensor_id)
                    if mask is not None and (mask & needed).any():
                        mask &= ~needed
                        changed = True

    def _needs(self, operator: Operator) -> Iterator[tuple[int, Array]]:
        """Channels that must stay, as far as `operator` and the present decision say."""
        sources = [i for i in operator.inputs if i is not None and i in self.dropped]
        if not _is_understood(self._graph, operator):
            yield from ((i, np.ones_like(self.dropped[i])) for i in sources)
            return
        output = operator.outputs[0]
        every = np.zeros(self._graph.tensors[output].shape[-1], bool)
        kept = ~self.dropped.get(output, every)
        if operator.kind in _MIXING:
            yield from ((i, self._read(operator, i, kept)) for i in sources)
            return
        # Channel by channel: all sides keep what one side keeps.
        for tensor_id in operator.inputs[: _arity(operator)]:
            assert tensor_id is not None
            kept = kept | ~self.dropped.get(tensor_id, every)
        yield from ((i, kept) for i in (*sources, output))

    def _read(self, operator: Operator, source: int, kept: Array) -> Array:
        """Input channels whose weights matter to the outputs that are kept."""
        site = Site(self._graph, operator, 0)
        weights = filters(operator, site.input(1))[kept]
        read: Array = (weights != 0).any(axis=(0, 1))
        codes = self._constants.get(source)
        return read if codes is None else read & ~foldable(site, codes)

    def _fill_word(self, tensor_id: int) -> bool:
        """Keep as many more channels as make a multiple of WORD, constant ones first."""
        mask = self.dropped[tensor_id]
        kept = int((~mask).sum())
        missing = (-kept % WORD) or (WORD if kept == 0 else 0)
        if not mask.any() or not missing:
            return False
        codes = self._constants.get(tensor_id, np.full(len(mask), UNKNOWN))
        candidates = sorted(np.flatnonzero(mask), key=lambda c: (codes[c] == UNKNOWN, c))
        mask[candidates[:missing]] = False
        self._settle()
        return True


class _Rewriter:
    """The graph after the decision."""

    def __init__(
        self, graph: Graph, constants: dict[int, Array], dropped: dict[int, Array]
    ) -> None:
        self._graph = graph
        self._constants = constants
        self._dropped = dropped
        self._tensors = list(graph.tensors)

    def graph(self) -> Graph:
        operators = tuple(self._operator(operator) for operator in self._graph.operators)
        for tensor_id, mask in self._dropped.items():
            tensor = self._tensors[tensor_id]
            shape = (*tensor.shape[:-1], int((~mask).sum()))
            self._tensors[tensor_id] = replace(tensor, shape=shape)
        return replace(self._graph, tensors=tuple(self._tensors), operators=operators)

    def _operator(self, operator: Operator) -> Operator:
        weighted = operator.kind in _MIXING | {"DEPTHWISE_CONV_2D"}
        touched = {operator.inputs[0], *operator.outputs} & self._dropped.keys()
        if not weighted or not touched or not _is_understood(self._graph, operator):
            return operator
        source, output = operator.inputs[0], operator.outputs[0]
        assert source is not None
        weights = self._graph.tensor(operator.inputs[1])
        bias = self._bias(operator, source)
        kept_outputs = self._kept(output)
        if operator.kind in _MIXING:
            weights = _take(weights, self._kept(source), axis=len(weights.shape) - 1)
            weights = _take(weights, kept_outputs, axis=0)
        else:
            weights = _take(weights, kept_outputs, axis=len(weights.shape) - 1)
        inputs = [source, self._add(weights)]
        if bias is not None:
            inputs.append(self._add(_take(bias, kept_outputs, axis=0)))
        return replace(operator, inputs=tuple(inputs))

    def _bias(self, operator: Operator, source: int) -> Tensor | None:
        """The bias with what dropped constant channels add to every position."""
        site = Site(self._graph, operator, 0)
        weights = filters(operator, site.input(1))
        codes = self._constants.get(source)
        mask = self._dropped.get(source)
        bias = site.input(2) if site.has_input(2) else None
        if operator.kind not in _MIXING or codes is None or mask is None:
            return bias
        quantisation = site.input(0).quantisation
        assert quantisation is not None
        folded = mask & foldable(site, codes)
        offsets = np.where(folded, codes - quantisation.zero_point, 0)
        added = (weights.sum(axis=1) * offsets).sum(axis=1)
        if not added.any():
            return bias
        name = bias.name if bias is not None else f"{site.input(1).name}/bias"
        data = read_only((bias_or_zeros(site, 2, len(weights)) + added).astype(np.int32))
        return Tensor(name, data.shape, DType.INT32, None, data)

    def _kept(self, tensor_id: int) -> Array:
        mask = self._dropped.get(tensor_id)
        count = self._graph.tensors[tensor_id].shape[-1]
        return np.arange(count) if mask is None else np.flatnonzero(~mask)

    def _add(self, tensor: Tensor) -> int:
        self._tensors.append(tensor)
        return len(self._tensors) - 1


def _is_understood(graph: Graph, operator: Operator) -> bool:
    """Whether the pass knows on which input channels each output channel depends."""
    if operator.kind not in _MIXING | _CHANNELWISE or operator.inputs[0] is None:
        return False
    source, output = graph.tensor(operator.inputs[0]), graph.tensors[operator.outputs[0]]
    if source.is_constant or not source.shape or not output.shape:
        return False
    few = max(source.shape[-1], output.shape[-1]) <= _MOST_CHANNELS
    if operator.kind in _MIXING:
        return few and is_weighted(graph, operator)
    if operator.kind == "DEPTHWISE_CONV_2D":
        return few and is_weighted(graph, operator) and output.shape[-1] == source.shape[-1]
    if operator.kind == "ADD":
        other = graph.tensor(operator.inputs[1])
        return few and not other.is_constant and source.shape == other.shape == output.shape
    return few and source.shape[-1] == output.shape[-1]


def _arity(operator: Operator) -> int:
    """Number of inputs whose channels are those of the output."""
    return 2 if operator.kind == "ADD" else 1


def _take(tensor: Tensor, kept: Array, axis: int) -> Tensor:
    """A constant tensor with some slices along an axis, and their scales."""
    assert tensor.data is not None
    data = read_only(np.take(tensor.data, kept, axis))
    quantisation = tensor.quantisation
    if quantisation is not None and quantisation.per_channel and quantisation.axis == axis:
        quantisation = replace(
            quantisation,
            scales=tuple(quantisation.scales[i] for i in kept),
            zero_points=tuple(quantisation.zero_points[i] for i in kept),
        )
    return replace(tensor, shape=data.shape, data=data, quantisation=quantisation)
