"""Reading a .tflite: what is a model becomes a graph, all else one clear error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neurio_gen.compiler.graph import DType, Quantisation
from neurio_gen.compiler.reader import read_model
from neurio_gen.errors import ModelError
from tests.shared_files import OFFICIAL_FILES, official_model
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
        (b"\0\0\0\0TFL3", "0 subgraphs"),
        (b"\xff\xff\xff\x7fTFL3" + bytes(64), "damaged"),
    ],
)
def test_what_is_no_model_is_named(content: bytes, words: str) -> None:
    with pytest.raises(ModelError, match=words) as caught:
        read_model(content, "x.tflite")
    assert caught.value.exit_code == 2
    assert caught.value.hint


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
