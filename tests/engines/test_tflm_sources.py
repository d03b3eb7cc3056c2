"""What the engine tflm generates, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.codegen import ImageModel, Program
from neurio_gen.codegen.generate import generate_image
from neurio_gen.engines import EngineOptions, TflmEngine, make_engine
from neurio_gen.engines.engine import Unsized
from neurio_gen.engines.tflm.operators import OPERATORS, resolver_name, used_operators
from neurio_gen.errors import UnsupportedModelError, UsageError
from neurio_gen.isa import Isa
from neurio_gen.models.interface import InputEncoding, ResultKind
from tests.engines.models import FAKE, copying_model
from tests.support.model_writer import ModelWriter

GOLDEN = Path(__file__).parents[1] / "codegen" / "golden"
NATIVE = load_board("native")


def program(content: bytes, arena: int = 1024) -> Program:
    found = TflmEngine(str(FAKE)).load(content, "copy.tflite", NATIVE)
    assert isinstance(found, Unsized)
    return found.sized(arena)


@pytest.mark.parametrize(("hooks", "name"), [(False, "plain"), (True, "hooks")])
def test_sources_are_what_they_were(
    hooks: bool, name: str, tmp_path: Path, update_golden: bool
) -> None:
    model = ImageModel(
        "copy-it", program(copying_model()), InputEncoding.AS_IS, ResultKind.DEQUANTISED
    )
    generate_image([model], tmp_path, "neurio-gen generate --engine tflm", layer_hooks=hooks)
    text = (tmp_path / "model_copy_it.cc").read_text()
    golden = GOLDEN / f"tflm_{name}.cc"
    if update_golden:
        golden.write_text(text)
    assert text == golden.read_text()


def test_the_image_holds_the_file_and_the_arena_that_was_found() -> None:
    content = copying_model()
    found = program(content, 4096)
    assert found.constant_bytes == len(content)
    assert (found.arena_bytes, found.arena_lower_bound) == (4096, None)
    layers = [(layer.operator, layer.activation_bytes) for layer in found.layers]
    assert layers == [("RESHAPE", 32), ("RELU", 32), ("RESHAPE", 32)]


def test_an_arena_that_is_given_is_not_looked_for() -> None:
    found = TflmEngine(str(FAKE), arena=512).load(copying_model(), "copy.tflite", NATIVE)
    assert not isinstance(found, Unsized)
    assert found.arena_bytes == 512


def test_everything_that_is_not_supported_is_said_at_once() -> None:
    writer = ModelWriter()
    source = writer.input((1, 4), scale=0.5)
    middle = writer.tensor((1, 4), scale=0.5)
    target = writer.output((1, 4), scale=0.5)
    writer.op("RELU_N1_TO_1", [source], [middle])
    writer.op("GELU", [middle], [target])
    open_ended = writer.output((-1, 4), scale=0.5)
    writer.op("RELU", [target], [open_ended])
    with pytest.raises(UnsupportedModelError) as caught:
        TflmEngine(str(FAKE)).load(writer.bytes(), "odd.tflite", NATIVE)
    assert caught.value.problems == (
        "the resolver has no operator GELU",
        "the resolver has no operator RELU_N1_TO_1",
        "tensor t3 has an axis without a size",
    )


def test_operators_are_added_by_the_resolvers_names() -> None:
    assert used_operators(copying_model()) == ("RELU", "RESHAPE")
    names = {kind: resolver_name(kind) for kind in OPERATORS}
    assert names["DEPTHWISE_CONV_2D"] == "DepthwiseConv2D"
    assert names["RESIZE_NEAREST_NEIGHBOR"] == "ResizeNearestNeighbor"
    assert len(set(names.values())) == len(OPERATORS)


@pytest.mark.parametrize(
    ("engine", "options", "told"),
    [
        ("tflm", EngineOptions(kernels=Isa.DSP), "--kernels has no meaning"),
        ("aot", EngineOptions(library="x"), "--tflm has no meaning"),
        ("aot", EngineOptions(arena=1), "--arena has no meaning"),
        ("tlfm", EngineOptions(), "no engine 'tlfm'"),
    ],
)
def test_an_option_of_another_engine_is_refused(
    engine: str, options: EngineOptions, told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        make_engine(engine, options)
