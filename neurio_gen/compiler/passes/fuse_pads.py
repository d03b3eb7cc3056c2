"""Lets a convolution do the padding that an operator before it did.

Padding with the zero point adds nothing to the sums, which is what a convolution does beyond
the border of its input.
"""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.compiler.graph import DType, Graph, Operator

_CONVOLUTIONS = {"CONV_2D", "DEPTHWISE_CONV_2D"}


def fuse_pads(graph: Graph) -> Graph:
    """The graph with PAD operators before unpadded convolutions taken into these.

    The convolution gains the options `pad_top` and `pad_left`; its output shape implies the rest.
    """
    producers, consumers = graph.producers(), graph.consumers()
    operators = []
    for operator in graph.operators:
        source = operator.inputs[0] if operator.inputs else None
        pad = producers.get(source) if source is not None else None
        if (
            operator.kind in _CONVOLUTIONS
            and operator.options.get("padding") == "VALID"
            and pad is not None
            and source not in graph.results
            and _pads_rows_and_columns_with_zero(graph, pad)
            and all(reader.kind in _CONVOLUTIONS for reader in consumers[pad.outputs[0]])
        ):
            amounts = graph.tensor(pad.inputs[1]).data
            assert amounts is not None
            options = {
                **operator.options,
                "pad_top": int(amounts[1][0]),
                "pad_left": int(amounts[2][0]),
            }
            inputs = (pad.inputs[0], *operator.inputs[1:])
            operators.append(replace(operator, inputs=inputs, options=options))
        else:
            operators.append(operator)
    return replace(graph, operators=tuple(operators))


def _pads_rows_and_columns_with_zero(graph: Graph, pad: Operator) -> bool:
    if pad.kind not in ("PAD", "PADV2"):
        return False
    source, result = graph.tensor(pad.inputs[0]), graph.tensors[pad.outputs[0]]
    amounts = graph.tensor(pad.inputs[1]).data
    if amounts is None or amounts.shape != (4, 2) or amounts[0].any() or amounts[3].any():
        return False
    real = source.dtype is DType.FLOAT32
    if not real and (source.quantisation is None or source.quantisation != result.quantisation):
        return False
    if pad.kind == "PADV2":
        value = graph.tensor(pad.inputs[2]).data
        zero = 0 if real or source.quantisation is None else source.quantisation.zero_point
        return value is not None and bool(value.flat[0] == zero)
    return True
