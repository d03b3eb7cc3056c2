"""Turns SPACE_TO_BATCH_ND, a convolution, BATCH_TO_SPACE_ND into a dilated convolution.

That is how TensorFlow writes dilated convolutions, and what the converter leaves where it does not
see through it. Each phase of the image meets the same taps as in the dilated convolution.

Only where the padding does not reach a result: TFLite Micro leaves the code that it pads with
undefined, so there would be nothing to be exact to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from neurio_gen.compiler.graph import Graph, Operator

_CONVOLUTIONS = {"CONV_2D", "DEPTHWISE_CONV_2D"}


def fuse_dilations(graph: Graph) -> Graph:
    """The graph with such groups of three as one convolution."""
    producers, consumers = graph.producers(), graph.consumers()
    instead: dict[int, tuple[Operator, ...]] = {}
    for operator in graph.operators:
        if operator.kind not in _CONVOLUTIONS or operator.inputs[0] is None:
            continue
        before = producers.get(operator.inputs[0])
        readers = consumers.get(operator.outputs[0], [])
        if before is None or len(readers) != 1 or operator.outputs[0] in graph.results:
            continue
        group = _Group(graph, before, operator, readers[0])
        if group.is_dilation():
            # The convolution moves to where its result is wanted.
            instead[id(operator)] = ()
            instead[id(readers[0])] = (group.convolution_alone(),)
    operators = (op for old in graph.operators for op in instead.get(id(old), (old,)))
    return replace(graph, operators=tuple(operators))


@dataclass(frozen=True, eq=False)
class _Group:
    """Three operators in a row that may be one."""

    graph: Graph
    before: Operator
    convolution: Operator
    after: Operator

    def is_dilation(self) -> bool:
        """Whether they are a dilated convolution of stride 1 without padding."""
        if self.before.kind != "SPACE_TO_BATCH_ND" or self.after.kind != "BATCH_TO_SPACE_ND":
            return False
        options = self.convolution.options
        plain = ("stride_h", "stride_w", "dilation_h_factor", "dilation_w_factor")
        if any(options.get(name, 1) != 1 for name in plain) or options.get("padding") != "VALID":
            return False
        geometry = (*self.before.inputs[1:3], *self.after.inputs[1:3])
        block, paddings, blocks, crops = (self.graph.tensor(i).data for i in geometry)
        if block is None or paddings is None or blocks is None or crops is None:
            return False
        if block.size != 2 or block.tolist() != blocks.tolist():
            return False
        if paddings[:, 0].any() or crops[:, 0].any() or self._reaches_padding():
            return False
        sides = (self.before.inputs[0], self.before.outputs[0])
        behind = (self.convolution.outputs[0], self.after.outputs[0])
        return self._same_quantisation(*sides) and self._same_quantisation(*behind)

    def convolution_alone(self) -> Operator:
        """The convolution that all three are."""
        rows, columns = self._block()
        dilations = {"dilation_h_factor": rows, "dilation_w_factor": columns}
        return replace(
            self.convolution,
            inputs=(self.before.inputs[0], *self.convolution.inputs[1:]),
            outputs=self.after.outputs,
            options={**self.convolution.options, **dilations},
        )

    def _block(self) -> tuple[int, int]:
        block = self.graph.tensor(self.before.inputs[1]).data
        assert block is not None
        return int(block[0]), int(block[1])

    def _reaches_padding(self) -> bool:
        """Whether a result depends on what was added behind the image."""
        source = self.graph.tensor(self.before.inputs[0])
        weights = self.graph.tensor(self.convolution.inputs[1])
        output = self.graph.tensors[self.after.outputs[0]]
        return any(
            (weights.shape[axis] - 1) * dilation + output.shape[axis] > source.shape[axis]
            for axis, dilation in zip((1, 2), self._block(), strict=True)
        )

    def _same_quantisation(self, left: int | None, right: int | None) -> bool:
        return self.graph.tensor(left).quantisation == self.graph.tensor(right).quantisation
