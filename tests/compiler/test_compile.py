"""From bytes to a plan: MACs, memory, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neurio_gen.compiler import compile_model
from neurio_gen.compiler.goal import Goal, Level
from neurio_gen.compiler.plan import Place
from neurio_gen.errors import ModelError, UnsupportedModelError
from neurio_gen.isa import Isa
from tests.shared_files import official_model
from tests.support.model_writer import ModelWriter

# Published MACs, and the largest arena accepted: what the best comparable engine needs.
OFFICIAL = {
    "ad01": (264_192, 272),
    "kws01": (2_656_768, 17_152),
    "ic01": (12_501_632, 51_456),
    "ic02": (76_473_920, 128_640),
    "vww01": (7_489_664, 78_336),
    "sww01": (826_368, 11_616),
}


@pytest.mark.parametrize("level", [Level.SIZE, Level.BALANCED])
@pytest.mark.parametrize("isa", [Isa.GENERIC, Isa.DSP, Isa.MVE])
@pytest.mark.parametrize("model_id", OFFICIAL)
def test_official_models_have_their_published_macs_and_a_small_arena(
    model_id: str, isa: Isa, level: Level
) -> None:
    macs, arena = OFFICIAL[model_id]
    plan = compile_model(official_model(model_id), model_id, isa, Goal(level))
    assert plan.macs == macs
    # by default, an arena may grow by a quarter for the sake of speed
    most = arena if level is Level.SIZE else arena * 5 // 4
    assert plan.arena_lower_bound <= plan.arena_bytes <= most


def test_everything_unsupported_is_listed_with_its_place() -> None:
    writer = ModelWriter()
    source = writer.input((2, 4), scale=0.5)
    middle = writer.tensor((2, 4), scale=0.5)
    target = writer.output((2, 4), scale=0.5)
    writer.op("L2_NORMALIZATION", [source], [middle])
    writer.op("UNIQUE", [middle], [target])
    with pytest.raises(UnsupportedModelError) as caught:
        compile_model(writer.bytes(), "odd.tflite")
    assert len(caught.value.problems) == 2
    assert "operator 0, L2_NORMALIZATION" in caught.value.problems[0]
    assert "operator 1, UNIQUE" in caught.value.problems[1]
    assert caught.value.exit_code == 2


def test_a_reshape_between_operators_costs_nothing() -> None:
    writer = ModelWriter()
    source = writer.input((1, 8), scale=0.5)
    first = writer.tensor((1, 8), scale=1 / 256, zero_point=-128)
    shaped = writer.tensor((2, 4), scale=1 / 256, zero_point=-128)
    target = writer.output((2, 4), scale=1 / 256, zero_point=-128)
    writer.op("SOFTMAX", [source], [first], beta=1.0)
    writer.op("RESHAPE", [first], [shaped])
    writer.op("SOFTMAX", [shaped], [target], beta=1.0)
    plan = compile_model(writer.bytes(), "views")
    assert [layer.operator for layer in plan.layers] == ["SOFTMAX", "SOFTMAX"]
    assert plan.layers[0].writes[0].offset == plan.layers[1].reads[0].offset


def test_a_reshape_from_input_to_output_is_a_copy() -> None:
    writer = ModelWriter()
    source = writer.input((1, 8), scale=0.5)
    target = writer.output((2, 4), scale=0.5)
    writer.op("RESHAPE", [source], [target])
    (layer,) = compile_model(writer.bytes(), "copy").layers
    assert layer.kernel == "copy_bytes"
    assert (layer.reads[0].place, layer.writes[0].place) == (Place.INPUT, Place.OUTPUT)


def two_layer_model() -> bytes:
    writer = ModelWriter()
    source = writer.input((1, 4, 4, 2), scale=0.5, zero_point=3)
    weights = writer.constant(np.ones((2, 3, 3, 2), np.int8), scales=[0.5, 0.25], axis=0)
    middle = writer.tensor((1, 4, 4, 2), scale=0.5)
    target = writer.output((1, 4, 4, 2), scale=0.5)
    writer.op("CONV_2D", [source, weights], [middle], padding="SAME", stride_w=1, stride_h=1)
    writer.op("ADD", [middle, middle], [target])
    return writer.bytes()


@settings(max_examples=300)
@given(data=st.data())
def test_a_damaged_model_is_compiled_or_refused_never_more(data: st.DataObject) -> None:
    content = bytearray(two_layer_model())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        compile_model(bytes(content), "damaged.tflite", Isa.GENERIC)
    except ModelError as error:
        assert error.exit_code == 2


def test_a_window_that_never_moves_is_refused() -> None:
    writer = ModelWriter()
    source = writer.input((1, 4, 4, 2), scale=0.5)
    weights = writer.constant(np.ones((2, 1, 1, 2), np.int8), scales=[0.5, 0.25], axis=0)
    target = writer.output((1, 4, 4, 2), scale=0.5)
    writer.op("CONV_2D", [source, weights], [target], padding="SAME", stride_w=0, stride_h=0)
    for isa in Isa:
        with pytest.raises(ModelError, match="stride_h is 0"):
            compile_model(writer.bytes(), "still.tflite", isa)


def test_a_constant_that_no_kernel_reads_is_refused() -> None:
    writer = ModelWriter()
    source = writer.input((1, 4), scale=1 / 256, zero_point=-128)
    known = writer.constant(np.ones((1, 4), np.int8), 0.5)
    middle = writer.tensor((1, 4), scale=1 / 256, zero_point=-128)
    writer.op("SOFTMAX", [known], [middle], beta=1.0)
    writer.op("MUL", [source, middle], [writer.output((1, 4), scale=1.0)])
    with pytest.raises(UnsupportedModelError, match="its input is constant"):
        compile_model(writer.bytes(), "known", Isa.GENERIC)


@pytest.mark.parametrize("isa", Isa)
def test_a_bias_may_have_more_axes(isa: Isa) -> None:
    """TFLite counts its elements only."""
    plans = []
    for shape in ((8,), (1, 8), (8, 1)):
        writer = ModelWriter()
        source = writer.input((1, 4, 4, 8), scale=0.5, zero_point=3)
        weights = writer.constant(np.ones((8, 1, 1, 8), np.int8), scales=[0.5] * 8)
        bias = writer.constant(np.arange(8, dtype=np.int32).reshape(shape))
        target = writer.output((1, 4, 4, 8), scale=0.5)
        options = {"padding": "SAME", "stride_w": 1, "stride_h": 1}
        writer.op("CONV_2D", [source, weights, bias], [target], **options)
        plans.append(compile_model(writer.bytes(), "biases", isa))
    for plan in plans:
        values = [constant.values.ravel().tolist() for constant in plan.constants]
        assert values == [constant.values.ravel().tolist() for constant in plans[0].constants]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("uint8", "the quantisation of TensorFlow 1"),
        ("int8", "only its weights are quantised"),
    ],
)
def test_models_that_are_half_quantised_come_with_advice(kind: str, words: str) -> None:
    writer = ModelWriter()
    dtype = "uint8" if kind == "uint8" else "float32"
    scale = 0.5 if kind == "uint8" else None
    weights = writer.constant(np.ones((4, 8), kind), 0.5)
    source = writer.input((1, 8), scale, dtype=dtype)
    writer.op("FULLY_CONNECTED", [source, weights], [writer.output((1, 4), scale, dtype=dtype)])
    with pytest.raises(UnsupportedModelError) as caught:
        compile_model(writer.bytes(), "real.tflite")
    assert words in caught.value.message
    assert "\n" not in caught.value.message
    assert "representative_dataset" in str(caught.value.hint)


def test_weights_of_float16_come_with_the_way_to_float32() -> None:
    writer = ModelWriter()
    weights, source = (
        writer.constant(np.ones((4, 8), np.float16)),
        writer.input((1, 8), dtype="float32"),
    )
    real = writer.tensor((4, 8), dtype="float32")
    writer.op("DEQUANTIZE", [weights], [real])
    writer.op("FULLY_CONNECTED", [source, real], [writer.output((1, 4), dtype="float32")])
    with pytest.raises(ModelError, match="FLOAT16") as caught:
        compile_model(writer.bytes(), "half.tflite")
    assert "float32 runs as it is" in str(caught.value.hint)


def test_a_float_operator_without_a_kernel_comes_with_the_way_to_int8() -> None:
    writer = ModelWriter()
    source = writer.input((1, 8), dtype="float32")
    writer.op("ADD_N", [source, source], [writer.output((1, 8), dtype="float32")])
    with pytest.raises(UnsupportedModelError, match="ADD_N") as caught:
        compile_model(writer.bytes(), "real.tflite")
    assert "representative_dataset" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("operator", "cause", "remedy"),
    [
        ("ethos-u", "compiled for an Ethos-U NPU", "before it was compiled for the NPU"),
        ("FlexErf", "needs TensorFlow itself", "without tf.lite.OpsSet.SELECT_TF_OPS"),
        ("MyLayer", "custom operators, whose code is not in the file: MyLayer", "without them"),
    ],
)
def test_custom_operators_are_named_with_a_remedy(operator: str, cause: str, remedy: str) -> None:
    writer = ModelWriter()
    source = writer.input((1, 8), 0.5)
    writer.op(f"CUSTOM:{operator}", [source], [writer.output((1, 8), 0.5)])
    with pytest.raises(UnsupportedModelError, match=cause) as caught:
        compile_model(writer.bytes(), "custom.tflite")
    assert remedy in str(caught.value.hint)
