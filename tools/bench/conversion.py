"""Official models made fit for BakeNN, which takes none of them as published.

Nothing of the arithmetic changes: a batch of 1 instead of any, RESHAPE with the table of options
that it lacks, bias scales rounded to the product that they are, and the model cut before its
SOFTMAX, which BakeNN does not have.
"""

from __future__ import annotations

import flatbuffers
import numpy as np
from tensorflow.lite.python import schema_py_generated as schema

_IDENTIFIER = b"TFL3"


def convert(content: bytes) -> bytes:
    """The model as BakeNN takes it."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(content, 0))
    graph = model.subgraphs[0]
    for tensor in graph.tensors:
        tensor.shapeSignature = None
    kept = []
    for operator in graph.operators:
        code = model.operatorCodes[operator.opcodeIndex]
        kind = max(code.builtinCode, code.deprecatedBuiltinCode)
        if kind == schema.BuiltinOperator.SOFTMAX:
            graph.outputs = np.array([operator.inputs[0]], np.int32)
            break
        if kind == schema.BuiltinOperator.RESHAPE:
            options = schema.ReshapeOptionsT()
            options.newShape = [int(size) for size in graph.tensors[operator.outputs[0]].shape]
            operator.builtinOptions = options
            operator.builtinOptionsType = schema.BuiltinOptions.ReshapeOptions
        if kind in (
            schema.BuiltinOperator.CONV_2D,
            schema.BuiltinOperator.DEPTHWISE_CONV_2D,
            schema.BuiltinOperator.FULLY_CONNECTED,
        ):
            _settle_bias(graph, operator)
        kept.append(operator)
    graph.operators = kept
    model.signatureDefs = None
    builder = flatbuffers.Builder(len(content))
    builder.Finish(model.Pack(builder), _IDENTIFIER)
    return bytes(builder.Output())


def _settle_bias(graph: schema.SubGraphT, operator: schema.OperatorT) -> None:
    if len(operator.inputs) < 3 or operator.inputs[2] < 0:
        return
    source, weights, bias = (graph.tensors[index].quantization for index in operator.inputs[:3])
    exact = np.float32(source.scale[0]) * np.asarray(weights.scale, np.float32)
    if np.allclose(exact, bias.scale, rtol=1e-6):
        bias.scale = exact
