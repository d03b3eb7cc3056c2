"""Reading a .tflite: what is a model becomes a graph, all else one clear error."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import tflite
from hypothesis import given, settings
from hypothesis import strategies as st

from neurio_gen.compiler.checked import read_checked_model
from neurio_gen.compiler.graph import DType, Quantisation
from neurio_gen.compiler.reader import read_model
from neurio_gen.errors import ModelError
from tests.shared_files import OFFICIAL_FILES, official_model
from tests.support.model_bytes import Elsewhere, serialise
from tests.support.model_parts import take_apart
from tests.support.model_writer import ModelWriter


def small_model() -> bytes:
    writer = ModelWriter()
    source = writer.input((1, 4, 4, 2), scale=0.5, zero_point=3)
    target = writer.output((1, 2, 2, 2), scale=0.5, zero_point=3)
    writer.op(
        "MAX_POOL_2D",
        [source],
        [target],
        padding="VALID",
        stride_w=2,
        stride_h=2,
        filter_width=2,
        filter_height=2,
    )
    return writer.bytes()


def test_operators_tensors_and_options_are_read() -> None:
    graph = read_model(small_model(), "small")
    (pool,) = graph.operators
    assert pool.kind == "MAX_POOL_2D"
    assert pool.options["padding"] == "VALID"
    assert pool.options["filter_height"] == 2
    source = graph.tensors[graph.inputs[0]]
    assert (source.shape, source.dtype) == ((1, 4, 4, 2), DType.INT8)
    assert source.quantisation == Quantisation((0.5,), (3,))


@pytest.mark.parametrize("model_id", OFFICIAL_FILES)
def test_official_models_are_accepted_as_published(model_id: str) -> None:
    graph = read_model(official_model(model_id), model_id)
    assert graph.tensors[graph.inputs[0]].shape[0] == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), "identifier"),
        (b"\0\0\0\0TFL3", "no subgraph"),
        (b"\xff\xff\xff\x7fTFL3" + bytes(64), "damaged"),
    ],
)
def test_what_is_no_model_is_named(content: bytes, words: str) -> None:
    with pytest.raises(ModelError, match=words) as caught:
        read_model(content, "x.tflite")
    assert caught.value.exit_code == 2
    assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "what", "remedy"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00", "Git-LFS", "git lfs pull"),
        (b"\n<!DOCTYPE html>\n<html>", "a web page", "Raw or Download"),
        (b"\x08\x07\x12\x07pytorch\x1a\x052.1.0:", "an ONNX model", "Export it again"),
        (b"\x08\x01\x12\xff\x01\n\x04serve", "SavedModel", "Give the folder"),
        (b"\x1f\x8b\x08\x00rest", "compressed by gzip", "gunzip"),
        (b"PK\x03\x04 model.tflite", "a ZIP archive", "Unzip it"),
        (b"PK\x03\x04 metadata.json", "a Keras model", "model.save"),
        (b"PK\x03\x04 archive/data.pkl", "a PyTorch model", "ONNX"),
        (b"\x89HDF\r\n\x1a\n", "a Keras model in HDF5", "TFLiteConverter"),
        (b"#include <stdint.h>\nint x;", "source code", "model_data.cc"),
        (b"\n\x2b\n\x01x\x12\x0bPlaceholder*", "a frozen TensorFlow graph", "TFLiteConverter"),
    ],
)
def test_what_is_taken_for_a_model_is_named_with_a_remedy(
    content: bytes, what: str, remedy: str
) -> None:
    with pytest.raises(ModelError, match=what) as caught:
        read_model(content, "x.tflite")
    assert remedy in str(caught.value.hint)


@given(cut=st.integers(8, len(small_model()) - 1))
def test_a_cut_file_never_ends_in_another_error(cut: int) -> None:
    """A file may be cut in its last padding and still be whole: then it reads as before."""
    try:
        graph = read_model(small_model()[:cut], "cut")
    except ModelError:
        return
    assert graph.operators[0].kind == "MAX_POOL_2D"


@settings(max_examples=300)
@given(data=st.data())
def test_flipped_bytes_never_end_in_another_error(data: st.DataObject) -> None:
    content = bytearray(small_model())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_model(bytes(content), "flipped")
    except ModelError as error:
        assert error.exit_code == 2


@given(st.binary(max_size=400))
def test_random_bytes_behind_the_identifier_never_end_in_another_error(tail: bytes) -> None:
    try:
        read_model(tail[:4].ljust(4, b"\0") + b"TFL3" + tail, "random")
    except ModelError as error:
        assert error.exit_code == 2


def dense_model() -> bytes:
    writer = ModelWriter()
    weights = writer.constant(np.ones((4, 8), np.int8), 0.5)
    writer.op("FULLY_CONNECTED", [writer.input((1, 8), 0.5), weights], [writer.output((1, 4), 0.5)])
    return writer.bytes()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sparse": True}, "stored sparsely"),
        ({"buffer": 7}, "names buffer 7"),
        ({"buffer": 0}, "reads what nobody wrote"),
        ({"shape": (4, 9)}, "32 bytes for the shape"),
        ({"dtype": "int16"}, "32 bytes for the shape"),
        ({"shape": (4, -8)}, "has the shape"),
        ({"scales": (0.5, 0.5), "zero_points": (0, 0, 0)}, "differ in number"),
        ({"zero_points": ()}, "differ in number"),
    ],
)
def test_constants_that_cannot_be_read_are_named(fields: dict[str, object], words: str) -> None:
    parts = take_apart(dense_model())
    parts.tensors[0] = replace(parts.tensors[0], **fields)
    with pytest.raises(ModelError, match=words) as caught:
        read_model(parts.bytes(), "odd.tflite")
    assert caught.value.hint


@pytest.mark.parametrize("place", [Elsewhere(8, 32), Elsewhere(2**40, 2**40)])
def test_constants_outside_of_the_flatbuffer_are_refused(place: Elsewhere) -> None:
    parts = take_apart(dense_model())
    fields = (parts.tensors, parts.operators, [b"", place], parts.inputs, parts.outputs)
    with pytest.raises(ModelError, match="outside of the FlatBuffer"):
        read_model(serialise(*fields), "huge.tflite")


@pytest.mark.parametrize("signature", [(-1, 8), (1, 8)])
def test_an_open_batch_is_one(signature: tuple[int, int]) -> None:
    assert read_model(_of_open_size((1, 8), signature), "open.tflite").notes == ()


def test_an_open_size_that_the_file_gives_all_the_same_is_taken_with_a_note() -> None:
    (note,) = read_model(_of_open_size((1, 8), (-1, -1)), "open.tflite").notes
    assert "[-1, -1]" in note
    assert "taken as [1, 8]" in note


@pytest.mark.parametrize("shape", [(1, 1), (1, -1)])
def test_an_open_size_is_not_taken_as_1(shape: tuple[int, int]) -> None:
    """Converters write 1 for height and width that are open: figures of such a model mislead."""
    with pytest.raises(ModelError, match="is open, and firmware needs one") as caught:
        read_model(_of_open_size(shape, (-1, -1)), "open.tflite")
    assert "keras.Input((96, 96, 3))" in str(caught.value.hint)


def _of_open_size(shape: tuple[int, int], signature: tuple[int, int]) -> bytes:
    parts = take_apart(dense_model())
    number = parts.inputs[0]
    parts.tensors[number] = replace(parts.tensors[number], shape=shape, signature=signature)
    return parts.bytes()


@pytest.mark.parametrize("length", [9, 40, 200, -100, -1])
def test_a_file_that_is_cut_off_is_told_in_words(length: int) -> None:
    content = dense_model()[:length]
    with pytest.raises(ModelError) as caught:
        read_model(content, "half.tflite")
    assert "half.tflite is damaged or cut short" in caught.value.message
    assert "unpack" not in caught.value.message
    assert "download or convert it again" in str(caught.value.hint)


def test_shapes_that_depend_on_an_open_batch_are_refused_with_the_way_to_fix_it() -> None:
    """Keras' dilated convolutions move a picture's phases into its batch, whose size is open."""
    writer = ModelWriter()
    x = writer.input((1, 4, 4, 2), 0.1)
    block = writer.constant(np.array([2, 2], np.int32))
    none = writer.constant(np.zeros((2, 2), np.int32))
    writer.op("SPACE_TO_BATCH_ND", [x, block, none], [writer.output((1, 2, 2, 2), 0.1)])
    parts = take_apart(writer.bytes())
    parts.tensors[x] = replace(parts.tensors[x], signature=(-1, 4, 4, 2))

    with pytest.raises(ModelError, match="depend on its batch size, which is open") as caught:
        read_checked_model(parts.bytes(), "dilated.tflite")

    assert caught.value.hint is not None
    assert "batch_shape=(1, ...)" in caught.value.hint


def test_a_subgraph_that_nobody_calls_is_left_out_with_a_note() -> None:
    content = serialise(*vars(take_apart(dense_model())).values(), subgraphs=2)
    (note,) = read_model(content, "loop.tflite").notes
    assert "loop.tflite holds a subgraph that no operator calls" in note


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"inputs": [1, 1]}, "input twice"),
        ({"inputs": [0]}, "contents of its own"),
        ({"outputs": []}, "no inputs or no outputs"),
        ({"outputs": [99]}, "out of range"),
    ],
)
def test_inputs_and_outputs_are_tensors_that_are_there(
    change: dict[str, list[int]], words: str
) -> None:
    parts = take_apart(dense_model())
    vars(parts).update(change)
    with pytest.raises(ModelError, match=words):
        read_model(parts.bytes(), "odd.tflite")


def test_names_hold_nothing_that_moves_a_terminal() -> None:
    parts = take_apart(small_model())
    parts.tensors[0] = replace(parts.tensors[0], name="x\ny" * 1000)
    graph = read_model(parts.bytes(), "custom")
    parts.operators[0] = replace(parts.operators[0], kind="CUSTOM:a\x1b[2J\nb", options={})
    with pytest.raises(ModelError) as caught:
        read_model(parts.bytes(), "custom")
    assert "a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}b" in caught.value.message
    assert graph.tensors[0].name.isprintable()
    assert len(graph.tensors[0].name) == 1000


def test_options_of_another_operator_are_refused() -> None:
    """The code of the operator is changed, its options are not."""
    content = small_model()
    code = bytes([int(tflite.BuiltinOperator.MAX_POOL_2D)])
    places = [i for i in range(len(content)) if content[i : i + 1] == code]
    found = set()
    for place in places:
        changed = bytearray(content)
        changed[place] = tflite.BuiltinOperator.SOFTMAX
        try:
            found.add(read_model(bytes(changed), "odd").operators[0].kind)
        except ModelError as error:
            found.add(error.message)
    assert "odd is damaged or cut short (a SOFTMAX has the Pool2DOptions)." in found
