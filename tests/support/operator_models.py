"""Small models that hold every operator: of most, one reader each of a common input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.support import float_layers
from tests.support.cases import int8s
from tests.support.model_writer import ModelWriter

_SHAPE = (1, 6, 5, 4)


class _Fan(ModelWriter):
    """A model of one input that many operators read, each with an output of its own."""

    def __init__(self, scale: float, zero_point: int, dtype: str) -> None:
        super().__init__()
        self.quantisation = (scale, zero_point, dtype)
        self.source = self.input(_SHAPE, *self.quantisation)

    def add(
        self,
        kind: str,
        shape: tuple[int, ...] = _SHAPE,
        *others: int,
        quantisation: tuple[Any, ...] | None = None,
        **options: Any,
    ) -> None:
        output = self.output(shape, *(quantisation or self.quantisation))
        self.op(kind, [self.source, *others], [output], **options)

    def ints(self, *values: int) -> int:
        return self.constant(np.array(values, np.int32))


def functions_of_elements() -> bytes:
    """Functions of each element, and of two."""
    fan = _Fan(0.05, -7, "int8")
    per_channel = fan.constant(int8s(1, (4,)), 0.02, 3)
    for kind in ("ADD", "SUB", "MUL", "MAXIMUM", "MINIMUM", "PRELU"):
        fan.add(kind, _SHAPE, per_channel)
    fan.add("ADD", _SHAPE, fan.source, fused_activation_function="RELU")
    fan.add("LOGISTIC", quantisation=(1 / 256, -128))
    fan.add("TANH", quantisation=(1 / 128, 0))
    fan.add("HARD_SWISH", quantisation=(0.03, -100))
    fan.add("SOFTMAX", quantisation=(1 / 256, -128), beta=1.0)
    fan.add("DEQUANTIZE", quantisation=(None, 0, "float32"))
    return fan.bytes()


def rearranging_operators() -> bytes:
    """Elements elsewhere, joined, resized, reduced."""
    fan = _Fan(0.05, -7, "int8")
    fan.add("TRANSPOSE", (1, 4, 5, 6), fan.ints(0, 3, 2, 1))
    fan.add("SLICE", (1, 3, 2, 3), fan.ints(0, 2, 1, 1), fan.ints(1, 3, 2, 3))
    corners = fan.ints(0, 5, 0, 0), fan.ints(1, 0, 5, 4), fan.ints(1, -2, 2, 1)
    fan.add("STRIDED_SLICE", (1, 3, 3, 4), *corners)
    fan.add("CONCATENATION", (1, 6, 5, 8), fan.source, axis=3)
    fan.add("PACK", (2, *_SHAPE), fan.source, axis=0, values_count=2)
    paddings = fan.constant(np.array([[0, 0], [1, 2], [2, 1], [0, 0]], np.int32))
    fan.add("PAD", (1, 9, 8, 4), paddings)
    fan.add("MIRROR_PAD", (1, 9, 8, 4), paddings, mode="REFLECT")
    fan.add("RESIZE_NEAREST_NEIGHBOR", (1, 9, 7, 4), fan.ints(9, 7))
    fan.add("RESIZE_BILINEAR", (1, 9, 7, 4), fan.ints(9, 7), half_pixel_centers=True)
    fan.add("MEAN", (1, 4), fan.ints(1, 2), quantisation=(0.02, 5))
    fan.add("REDUCE_MAX", (1, 6, 4), fan.ints(2))
    fan.add("ARG_MAX", (1, 6, 5), fan.ints(3), quantisation=(None, 0, "int32"))
    halves = [fan.output((1, 3, 5, 4), *fan.quantisation) for _ in range(2)]
    fan.op("SPLIT", [fan.ints(1), fan.source], halves, num_splits=2)
    return fan.bytes()


def weighted_layers() -> bytes:
    """Weights and windows."""
    fan = _Fan(0.05, -7, "int8")
    bias = fan.constant(np.arange(-300, 300, 100, dtype=np.int32))
    window = {"stride_h": 2, "stride_w": 1, "padding": "SAME"}
    grouped = fan.constant(int8s(2, (6, 3, 3, 2)), [0.003 * (i + 1) for i in range(6)])
    fan.add("CONV_2D", (1, 3, 5, 6), grouped, bias, **window)
    dilated = fan.constant(int8s(3, (6, 2, 2, 4)), 0.01)
    options = {"dilation_h_factor": 2, "dilation_w_factor": 3, "padding": "VALID"}
    fan.add("CONV_2D", (1, 4, 2, 6), dilated, bias, stride_h=1, stride_w=1, **options)
    depthwise = fan.constant(int8s(4, (1, 3, 2, 8)), 0.01)
    biases = fan.constant(np.zeros(8, np.int32))
    fan.add("DEPTHWISE_CONV_2D", (1, 3, 5, 8), depthwise, biases, depth_multiplier=2, **window)
    dense = fan.constant(int8s(5, (6, 120)), [0.001 * (i + 1) for i in range(6)])
    fan.add("FULLY_CONNECTED", (1, 6), dense, bias)
    pool = {"filter_height": 3, "filter_width": 2, **window}
    fan.add("AVERAGE_POOL_2D", (1, 3, 5, 4), **pool)
    fan.add("MAX_POOL_2D", (1, 3, 5, 4), **pool)
    shape = (1, 12, 5, 3)
    transposed = fan.constant(int8s(6, (3, 3, 2, 4)), 0.01)
    output = fan.output(shape, *fan.quantisation)
    fan.op("TRANSPOSE_CONV", [fan.ints(*shape), transposed, fan.source], [output], **window)
    return fan.bytes()


def sixteen_bit_operators() -> bytes:
    """int16 activations."""
    fan = _Fan(0.0005, 0, "int16")
    for kind in ("ADD", "SUB", "MAXIMUM"):
        fan.add(kind, _SHAPE, fan.source)
    fan.add("MUL", _SHAPE, fan.source, quantisation=(0.005, 0, "int16"))
    fan.add("LEAKY_RELU", alpha=0.3, quantisation=(0.0004, 0, "int16"))
    for kind in ("LOGISTIC", "TANH", "SOFTMAX"):
        options = {"beta": 1.0} if kind == "SOFTMAX" else {}
        fan.add(kind, quantisation=(2.0**-15, 0, "int16"), **options)
    fan.add("ABS")
    fan.add("SQUARED_DIFFERENCE", _SHAPE, fan.source)
    fan.add("PRELU", _SHAPE, fan.constant(int8s(16, (4,)), 0.02, 3))
    fan.add("BATCH_MATMUL", (1, 6, 5, 5), fan.source, adj_y=True)
    fan.add("QUANTIZE", quantisation=(0.1, 4, "int8"))
    fan.add("MEAN", (1, 4), fan.ints(1, 2))
    weights = fan.constant(int8s(7, (3, 3, 3, 4)), [0.001, 0.002, 0.003])
    bias = fan.constant(np.array([-(2**35), 0, 2**20], np.int64))
    fan.add("CONV_2D", (1, 6, 5, 3), weights, bias, stride_h=1, stride_w=1, padding="SAME")
    dense = fan.constant(int8s(8, (3, 120)), 0.001)
    fan.add("FULLY_CONNECTED", (1, 3), dense, bias)
    return fan.bytes()


def more_functions_of_elements() -> bytes:
    """Functions of one element that the others leave out, and reductions."""
    fan = _Fan(0.05, -7, "int8")
    for kind in ("ABS", "ELU", "LEAKY_RELU", "RELU", "RELU6", "RELU_N1_TO_1", "QUANTIZE"):
        fan.add(kind, **({"alpha": 0.25} if kind == "LEAKY_RELU" else {}))
    fan.add("RSQRT", quantisation=(0.01, 3, "int8"))
    fan.add("REDUCE_MIN", (1, 1, 5, 4), fan.ints(1), keep_dims=True)
    fan.add("SUM", (1, 6, 5), fan.ints(-1), quantisation=(0.2, 5, "int8"))
    fan.add("ARG_MIN", (1, 5, 4), fan.ints(1), quantisation=(None, 0, "int32"))
    return fan.bytes()


def reshaping_operators() -> bytes:
    """Other shapes, repetitions, parts."""
    fan = _Fan(0.05, -7, "int8")
    fan.add("BROADCAST_TO", (3, 6, 5, 4), fan.ints(3, 6, 5, 4))
    fan.add("TILE", (2, 6, 5, 8), fan.ints(2, 1, 1, 2))
    fan.add("REVERSE_V2", _SHAPE, fan.ints(1))
    fan.add("DEPTH_TO_SPACE", (1, 12, 10, 1), block_size=2)
    fan.add("SPACE_TO_DEPTH", (1, 6, 5, 4), block_size=1)
    fan.add("RESHAPE", (5, 24), fan.ints(5, -1))
    fan.add("EXPAND_DIMS", (1, 6, 1, 5, 4), fan.ints(2))
    fan.add("SQUEEZE", (6, 5, 4), squeeze_dims=[0])
    paddings = fan.constant(np.array([[0, 0], [1, 2], [2, 1], [0, 0]], np.int32))
    fan.add("PADV2", (1, 9, 8, 4), paddings, fan.constant(np.array([9], np.int8), 0.05, -7))
    parts = [fan.output((1, 6, size, 4), *fan.quantisation) for size in (1, 4)]
    fan.op("SPLIT_V", [fan.source, fan.ints(1, -1), fan.ints(2)], parts, num_splits=2)
    rows = [fan.output((1, 6, 5), *fan.quantisation) for _ in range(4)]
    fan.op("UNPACK", [fan.source], rows, axis=3, num=4)
    return fan.bytes()


def dilated_convolution() -> bytes:
    """A convolution between batches, and an unpadded one behind a PAD and before a RELU."""
    writer = ModelWriter()
    quantisation = (0.05, -7)
    source = writer.input((1, 8, 8, 4), *quantisation)
    blocks, none = (writer.constant(np.array(v, np.int32)) for v in ([2, 2], [[0, 0], [0, 0]]))
    phases = writer.tensor((4, 4, 4, 4), *quantisation)
    middle = writer.tensor((4, 2, 2, 4), *quantisation)
    joined = writer.tensor((1, 4, 4, 4), *quantisation)
    weights = writer.constant(int8s(9, (4, 3, 3, 4)), 0.01)
    options = {"stride_h": 1, "stride_w": 1, "padding": "VALID"}
    writer.op("SPACE_TO_BATCH_ND", [source, blocks, none], [phases])
    writer.op("CONV_2D", [phases, weights], [middle], **options)
    writer.op("BATCH_TO_SPACE_ND", [middle, blocks, none], [joined])
    borders = writer.constant(np.array([[0, 0], [1, 1], [1, 1], [0, 0]], np.int32))
    padded = writer.tensor((1, 6, 6, 4), *quantisation)
    convolved = writer.tensor((1, 4, 4, 4), *quantisation)
    writer.op("PAD", [joined, borders], [padded])
    writer.op("CONV_2D", [padded, weights], [convolved], **options)
    writer.op("RELU", [convolved], [writer.output((1, 4, 4, 4), *quantisation)])
    return writer.bytes()


def dynamic_batch() -> bytes:
    """A flattening whose shape is computed, as Keras models with a free batch size have it."""
    writer = ModelWriter()
    source = writer.input(_SHAPE, 0.05, -7)
    shape, single = writer.tensor((4,), dtype="int32"), writer.tensor((), dtype="int32")
    begin, end, step = (writer.constant(np.array([v], np.int32)) for v in (0, 1, 1))
    rest = writer.constant(np.array(120, np.int32))
    wanted = writer.tensor((2,), dtype="int32")
    flat = writer.tensor((1, 120), 0.05, -7)
    writer.op("SHAPE", [source], [shape])
    writer.op("STRIDED_SLICE", [shape, begin, end, step], [single], shrink_axis_mask=1)
    writer.op("PACK", [single, rest], [wanted], values_count=2, axis=0)
    writer.op("RESHAPE", [source, wanted], [flat])
    weights = writer.constant(int8s(5, (6, 120)), 0.01)
    writer.op("FULLY_CONNECTED", [flat, weights], [writer.output((1, 6), 0.5)])
    return writer.bytes()


def float_island() -> bytes:
    """Operators that a converter left in float, one of them a convolution over three axes."""
    writer = ModelWriter()
    source, shape = writer.input((1, 3, 4, 4, 2), 0.05, -7), (1, 3, 4, 4, 2)
    real, gate, scaled, convolved = (writer.tensor(shape, dtype="float32") for _ in range(4))
    weights = writer.constant(int8s(3, (2, 2, 2, 2, 2)).astype(np.float32) / 100)
    writer.op("DEQUANTIZE", [source], [real])
    writer.op("LOGISTIC", [real], [gate])
    writer.op("MUL", [real, gate], [scaled])
    codes = writer.tensor(shape, 0.1, 3)
    writer.op("QUANTIZE", [scaled], [codes])
    again = writer.tensor(shape, dtype="float32")
    writer.op("DEQUANTIZE", [codes], [again])
    strides = {f"stride_{axis}": 1 for axis in "dhw"}
    writer.op("CONV_3D", [again, weights], [convolved], padding="SAME", **strides)
    writer.op("QUANTIZE", [convolved], [writer.output(shape, 0.2, 1)])
    return writer.bytes()


def products_and_norms() -> bytes:
    """Matrices, rows of unit length, slices by index, phases, comparisons."""
    fan = _Fan(0.05, -7, "int8")
    other = fan.constant(int8s(11, (1, 6, 4, 3)), 0.02, 3)
    fan.add("BATCH_MATMUL", (1, 6, 5, 3), other)
    fan.add("SQUARED_DIFFERENCE", _SHAPE, fan.source)
    fan.add("CUMSUM", _SHAPE, fan.ints(2), exclusive=True, reverse=False)
    fan.add("ADD_N", _SHAPE, fan.source, fan.source)
    fan.add("L2_NORMALIZATION", quantisation=(1 / 128, 0))
    fan.add("LOG_SOFTMAX", quantisation=(1 / 16, 127))
    fan.add("GATHER", (1, 2, 5, 4), fan.ints(5, 0), axis=1)
    pairs = fan.constant(np.array([[0, 5], [0, 1]], np.int32))
    fan.add("GATHER_ND", (2, 5, 4), pairs)
    block, none = fan.ints(2, 1), fan.constant(np.zeros((2, 2), np.int32))
    phases = fan.tensor((2, 3, 5, 4), *fan.quantisation)
    fan.op("SPACE_TO_BATCH_ND", [fan.source, block, none], [phases])
    joined = fan.output(_SHAPE, *fan.quantisation)
    fan.op("BATCH_TO_SPACE_ND", [phases, block, none], [joined])
    first, second = (fan.tensor(_SHAPE, dtype="bool") for _ in range(2))
    for kind in ("EQUAL", "NOT_EQUAL", "LESS_EQUAL", "GREATER", "GREATER_EQUAL"):
        fan.op(kind, [fan.source, joined], [compared := fan.tensor(_SHAPE, dtype="bool")])
        fan.op(
            "SELECT_V2",
            [compared, fan.source, joined],
            [fan.output(_SHAPE, *fan.quantisation)],
        )
    fan.op("LESS", [fan.source, joined], [first])
    fan.op("LOGICAL_AND", [first, first], [fan.tensor(_SHAPE, dtype="bool")])
    fan.op("LOGICAL_NOT", [first], [second])
    fan.op("LOGICAL_OR", [second, first], [either := fan.tensor(_SHAPE, dtype="bool")])
    selected = fan.output(_SHAPE, *fan.quantisation)
    fan.op("SELECT_V2", [either, fan.source, joined], [selected])
    return fan.bytes()


def whole_numbers() -> bytes:
    """Arithmetic and conversions of numbers that are no codes, rows and parts by position."""
    writer = ModelWriter()
    x = writer.input((2, 6), dtype="int32")
    for kind in ("ADD", "SUB", "MUL", "DIV", "MAXIMUM", "MINIMUM", "SQUARED_DIFFERENCE"):
        three = writer.constant(np.array([-3, 2, 5, 7, 1, 4], np.int32))
        writer.op(kind, [x, three], [writer.output((2, 6), dtype="int32")])
    for dtype in ("int8", "float32"):
        writer.op("CAST", [x], [writer.output((2, 6), dtype=dtype)])
    part = writer.constant(np.array([[1, 2], [3, 4]], np.int32))
    start = writer.constant(np.array([5, 3], np.int32))
    y = writer.output((2, 6), dtype="int32")
    writer.op("DYNAMIC_UPDATE_SLICE", [x, part, start], [y])
    codes, values = writer.input((3, 4), 0.1, 3), writer.constant(int8s(15, (1, 4)), 0.05, 1)
    writer.op("DIV", [codes, values], [writer.output((3, 4), 0.02, -5)])
    zeros = writer.tensor((3, 4), 0.1, 3)
    writer.op("ZEROS_LIKE", [codes], [zeros])
    numbers = writer.constant(np.array([2, 0], np.int32))
    writer.op("EMBEDDING_LOOKUP", [numbers, codes], [writer.output((2, 4), 0.1, 3)])
    sizes = writer.constant(np.array([2, 2], np.int32))
    single = writer.input((), 0.1, 3)
    writer.op("FILL", [sizes, single], [writer.output((2, 2), 0.1, 3)])
    return writer.bytes()


def stateful() -> bytes:
    """A variable that keeps the newest rows, and filters over time."""
    writer = ModelWriter()
    quantisation = 0.05, -7
    source = writer.input((1, 2, 4), *quantisation)
    kept = writer.variable("rows", int8s(12, (1, 3, 4)), *quantisation)
    before = writer.tensor((1, 3, 4), *quantisation)
    joined = writer.tensor((1, 5, 4), *quantisation)
    after = writer.tensor((1, 3, 4), *quantisation)
    writer.op("READ_VARIABLE", [kept], [before])
    writer.op("CONCATENATION", [before, source], [joined], axis=1)
    begin, size = (writer.constant(np.array(v, np.int32)) for v in ([0, 2, 0], [1, 3, 4]))
    writer.op("SLICE", [joined, begin, size], [after])
    writer.op("ASSIGN_VARIABLE", [kept, after], [])
    flat = writer.tensor((1, 20), *quantisation)
    writer.op("RESHAPE", [joined], [flat])
    feature = writer.constant(int8s(13, (4, 20)), 0.01)
    time = writer.constant(int8s(14, (4, 3)), 0.01)
    bias = writer.constant(np.array([5, -5], np.int32), float(np.float32(0.1) * np.float32(0.01)))
    state = writer.variable_tensor((1, 12), 0.1, 0, "int8")
    options = {"rank": 2, "fused_activation_function": "NONE"}
    writer.op("SVDF", [flat, feature, time, bias, state], [writer.output((1, 2), 0.2)], **options)
    return writer.bytes()


def lstm(
    units: int,
    shape: tuple[int, int, int],
    seed: int,
    *,
    time_major: bool = False,
    clip: float = 0,
    dtype: str = "int8",
) -> bytes:
    """A layer of LSTM cells over an input [batch][time][depth], or time first."""
    random = np.random.default_rng(seed)
    writer = ModelWriter()
    wide = dtype == "int16"
    point = int(random.integers(-128, 128))
    x = writer.input(shape, 0.0002 if wide else 0.02, 0 if wide else point, dtype)
    inputs = [x]
    for depth in (shape[2], units):
        for _ in range(4):
            weights = random.integers(-127, 128, (units, depth)).astype(np.int8)
            inputs.append(writer.constant(weights, float(random.uniform(0.002, 0.02))))
    inputs += [-1] * 3
    for _ in range(4):
        biases = random.integers(-4000, 4000, units).astype(np.int32)
        inputs.append(writer.constant(biases.astype(np.int64) * 128 if wide else biases))
    inputs += [-1] * 2
    batch = shape[1] if time_major else shape[0]
    hidden_point = int(random.integers(-20, 20))
    hidden = (1 / 32768, 0) if wide else (1 / 128, hidden_point)
    inputs.append(writer.variable_tensor((batch, units), *hidden, dtype))
    cell_scale = 2.0 ** -int(random.integers(9, 16))
    inputs.append(writer.variable_tensor((batch, units), cell_scale, 0, "int16"))
    inputs += [-1] * 4
    y = writer.output((*shape[:2], units), *hidden, dtype)
    options = {"time_major": time_major, "cell_clip": clip, "fused_activation_function": "TANH"}
    writer.op("UNIDIRECTIONAL_SEQUENCE_LSTM", inputs, [y], **options)
    return writer.bytes()


def lstm_layer() -> bytes:
    """Four cells over three steps."""
    return lstm(4, (1, 3, 5), 9)


def control_flow() -> bytes:
    """A dense layer that runs four times, and one of two branches by what a comparison says."""
    writer, condition, body, then, otherwise = (ModelWriter() for _ in range(5))
    quantisation, shape = (0.05, -7), (1, 4)
    counter, _ = condition.input((), dtype="int32"), condition.input(shape, *quantisation)
    limit = condition.constant(np.array(4, np.int32))
    condition.op("LESS", [counter, limit], [condition.output((), dtype="bool")])
    counter, x = body.input((), dtype="int32"), body.input(shape, *quantisation)
    one = body.constant(np.array(1, np.int32))
    body.op("ADD", [counter, one], [body.output((), dtype="int32")])
    weights = body.constant(int8s(17, (4, 4)), 0.01)
    body.op("FULLY_CONNECTED", [x, weights], [body.output(shape, *quantisation)])
    for branch, kind in ((then, "ADD"), (otherwise, "MAXIMUM")):
        given = [branch.input(shape, *quantisation) for _ in range(2)]
        branch.op(kind, given, [branch.output(shape, *quantisation)])
    subgraphs = [writer.subgraph(each) for each in (condition, body, then, otherwise)]
    source, said = writer.input(shape, *quantisation), writer.input((1,), dtype="bool")
    first = writer.constant(np.array(0, np.int32))
    turned = writer.output(shape, *quantisation)
    writer.op(
        "WHILE",
        [first, source],
        [writer.tensor((), dtype="int32"), turned],
        cond_subgraph_index=subgraphs[0],
        body_subgraph_index=subgraphs[1],
    )
    writer.op(
        "IF",
        [said, source, turned],
        [writer.output(shape, *quantisation)],
        then_subgraph_index=subgraphs[2],
        else_subgraph_index=subgraphs[3],
    )
    return writer.bytes()


def logic() -> bytes:
    """Bools as inputs and outputs: compared, connected, moved, reduced."""
    writer = ModelWriter()
    a, b = (writer.input((2, 3, 4), dtype="bool") for _ in range(2))
    for kind in ("LOGICAL_AND", "LOGICAL_OR"):
        writer.op(kind, [a, b], [writer.output((2, 3, 4), dtype="bool")])
    writer.op("LOGICAL_NOT", [a], [writer.output((2, 3, 4), dtype="bool")])
    for kind in ("EQUAL", "NOT_EQUAL"):
        writer.op(kind, [a, b], [writer.output((2, 3, 4), dtype="bool")])
    axes = writer.constant(np.array([0, 2], np.int32))
    writer.op("REDUCE_ALL", [a, axes], [writer.output((3,), dtype="bool")])
    writer.op("RESHAPE", [a], [writer.output((6, 4), dtype="bool")])
    writer.op("CONCATENATION", [a, b], [writer.output((2, 6, 4), dtype="bool")], axis=1)
    writer.op("CAST", [b], [writer.output((2, 3, 4), dtype="float32")])
    return writer.bytes()


ALL: tuple[Callable[[], bytes], ...] = (
    functions_of_elements,
    rearranging_operators,
    weighted_layers,
    sixteen_bit_operators,
    more_functions_of_elements,
    reshaping_operators,
    dilated_convolution,
    dynamic_batch,
    float_island,
    products_and_norms,
    whole_numbers,
    stateful,
    lstm_layer,
    control_flow,
    logic,
    float_layers.functions_of_elements,
    float_layers.library_functions,
    float_layers.windows_and_axes,
    float_layers.weighted_layers,
    float_layers.matrices_and_images,
)
"""Every operator of docs/operators.md is in one of them."""
