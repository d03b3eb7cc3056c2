"""Generated sources: deterministic, readable, written only when they change."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.generate import generate_image
from neurio_gen.compiler import compile_model
from neurio_gen.engines.aot_program import AotProgram
from neurio_gen.errors import UsageError
from neurio_gen.isa import Isa
from neurio_gen.models.interface import InputEncoding, ResultKind
from tests.support.model_writer import ModelWriter

GOLDEN = Path(__file__).parent / "golden"
COMMAND = "neurio-gen generate --board mps2_an386"


def pooling_model(zero_point: int = 3, size: int = 2) -> ImageModel:
    writer = ModelWriter()
    source = writer.input((1, 4, 4, 2), scale=0.5, zero_point=zero_point)
    middle = writer.tensor((1, 4 // size, 4 // size, 2), scale=0.5, zero_point=zero_point)
    target = writer.output((1, 4 // size, 4 // size, 2), scale=1 / 256, zero_point=-128)
    writer.op(
        "MAX_POOL_2D",
        [source],
        [middle],
        padding="VALID",
        stride_w=size,
        stride_h=size,
        filter_width=size,
        filter_height=size,
    )
    writer.op("SOFTMAX", [middle], [target], beta=1.0)
    plan = compile_model(writer.bytes(), "pool.tflite", Isa.GENERIC)
    return ImageModel("pool-2", AotProgram(plan), InputEncoding.UNSIGNED8, ResultKind.TOP1)


@pytest.mark.parametrize("name", ["model_pool_2.cc", "model_pool_2.h", "suite.cc"])
def test_sources_are_what_they_were(name: str, tmp_path: Path, update_golden: bool) -> None:
    generate_image([pooling_model()], tmp_path, COMMAND)
    _is_golden(tmp_path / name, GOLDEN / name, update_golden)


@pytest.mark.parametrize("isa", Isa, ids=lambda isa: isa.value)
def test_layers_with_weights_are_what_they_were(
    isa: Isa, tmp_path: Path, update_golden: bool
) -> None:
    """A convolution, a depthwise one and a dense layer: rows by filter, what packed words are."""
    plan = compile_model(layers_with_weights(), "small.tflite", isa)
    model = ImageModel("small", AotProgram(plan), InputEncoding.AS_IS, ResultKind.DEQUANTISED)
    generate_image([model], tmp_path, COMMAND)
    _is_golden(tmp_path / "model_small.cc", GOLDEN / f"model_small_{isa.value}.cc", update_golden)


def layers_with_weights() -> bytes:
    values = np.random.default_rng(1)

    def weights(*shape: int) -> npt.NDArray[np.int8]:
        return values.integers(-127, 128, shape).astype(np.int8)

    def bias(count: int) -> npt.NDArray[np.int32]:
        return values.integers(-2000, 2000, count).astype(np.int32)

    writer = ModelWriter()
    source = writer.input((1, 4, 4, 3), scale=0.5, zero_point=3)
    first = writer.tensor((1, 4, 4, 6), scale=0.75, zero_point=-128)
    kernel = writer.constant(weights(6, 3, 3, 3), scales=[0.01, 0.02, 0.01, 0.03, 0.01, 0.02])
    writer.op(
        *("CONV_2D", [source, kernel, writer.constant(bias(6))], [first]),
        **{"padding": "SAME", "stride_w": 1, "stride_h": 1, "fused_activation_function": "RELU"},
    )
    second = writer.tensor((1, 4, 4, 6), scale=0.9, zero_point=-128)
    depthwise = writer.constant(weights(1, 3, 3, 6), scales=[0.01] * 6, axis=3)
    writer.op(
        *("DEPTHWISE_CONV_2D", [first, depthwise, writer.constant(bias(6))], [second]),
        **{"padding": "SAME", "stride_w": 1, "stride_h": 1, "depth_multiplier": 1},
        **{"fused_activation_function": "RELU"},
    )
    target = writer.output((1, 7), scale=1.5, zero_point=4)
    dense = [second, writer.constant(weights(7, 96), 0.01), writer.constant(bias(7))]
    writer.op("FULLY_CONNECTED", dense, [target])
    return writer.bytes()


def _is_golden(path: Path, golden: Path, update: bool) -> None:
    text = path.read_text()
    if update:
        golden.write_text(text)
    assert text == golden.read_text()
    assert max(map(len, text.splitlines())) <= 100


def test_unchanged_sources_are_not_written_again(tmp_path: Path) -> None:
    generate_image([pooling_model()], tmp_path, COMMAND)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    generate_image([pooling_model()], tmp_path, COMMAND)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_only_what_depends_on_a_change_is_written(tmp_path: Path) -> None:
    generate_image([pooling_model()], tmp_path, COMMAND)
    suite = (tmp_path / "suite.cc").stat().st_mtime_ns
    model = (tmp_path / "model_pool_2.cc").read_text()
    generate_image([pooling_model(zero_point=4)], tmp_path, COMMAND)
    assert (tmp_path / "model_pool_2.cc").read_text() != model
    assert (tmp_path / "suite.cc").stat().st_mtime_ns == suite


def test_files_of_models_that_are_gone_are_removed(tmp_path: Path) -> None:
    (tmp_path / "model_old.cc").write_text("old")
    (tmp_path / "model_old.h").write_text("old")
    generate_image([pooling_model()], tmp_path, COMMAND)
    names = ["model_pool_2.cc", "model_pool_2.h", "suite.cc"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_every_file_says_that_it_is_generated_and_by_what(tmp_path: Path) -> None:
    generate_image([pooling_model()], tmp_path, COMMAND)
    for path in tmp_path.iterdir():
        first = path.read_text().splitlines()[0]
        assert COMMAND in first
        assert re.search("do not edit", first, re.IGNORECASE)


def test_a_users_template_goes_before_ours(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "suite.cc.j2").write_text("// mine: {{ namespaces | join(' ') }}\n")
    generate_image([pooling_model()], tmp_path / "out", COMMAND, overrides=[templates])
    assert (tmp_path / "out" / "suite.cc").read_text() == "// mine: model_pool_2\n"


def test_a_wrong_template_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "suite.cc.j2").write_text("{{ nothing_like_this }}")
    with pytest.raises(UsageError, match=r"suite\.cc\.j2.*nothing_like_this"):
        generate_image([pooling_model()], tmp_path / "out", COMMAND, overrides=[tmp_path])


def test_an_override_changes_one_block_of_a_model(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "model.cc.j2").write_text(
        '%% extends "neurio_gen/model.cc.j2"\n'
        "{% block layer %}/* mine */\n{{ super() }}{% endblock %}\n"
    )
    generate_image([pooling_model()], tmp_path / "ours", COMMAND)
    generate_image([pooling_model()], tmp_path / "mine", COMMAND, overrides=[templates])
    ours, mine = (
        (tmp_path / name / "model_pool_2.cc").read_text().splitlines() for name in ("ours", "mine")
    )
    assert [line for line in mine if line != "/* mine */"] == ours
    assert mine.count("/* mine */") == 2
