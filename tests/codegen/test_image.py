"""Generated sources: deterministic, readable, written only when they change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from neurio_gen.codegen import ImageModel, generate_image
from neurio_gen.compiler import compile_model
from neurio_gen.engines.aot import AotProgram
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


@pytest.mark.parametrize("name", ["model_pool_2.cc", "suite.cc"])
def test_sources_are_what_they_were(name: str, tmp_path: Path, update_golden: bool) -> None:
    generate_image([pooling_model()], tmp_path, COMMAND)
    text = (tmp_path / name).read_text()
    if update_golden:
        (GOLDEN / name).write_text(text)
    assert text == (GOLDEN / name).read_text()


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
    generate_image([pooling_model()], tmp_path, COMMAND)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model_pool_2.cc", "suite.cc"]


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
