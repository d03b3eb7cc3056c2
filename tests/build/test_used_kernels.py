"""Which kernels a build compiles: those that its images call, and what these call."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from neurio_gen.boards import load_board
from neurio_gen.build import build_images
from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.generate import generate_image
from neurio_gen.compiler import compile_model
from neurio_gen.engines.aot_program import AotProgram
from neurio_gen.isa import Isa
from neurio_gen.models.interface import InputEncoding, ResultKind
from neurio_gen.resources import firmware_dir
from tests.support.model_writer import ModelWriter


@pytest.fixture(scope="module")
def used_kernels() -> ModuleType:
    path = firmware_dir() / "platform" / "builder" / "used_kernels.py"
    spec = importlib.util.spec_from_file_location("used_kernels", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_text(text)


def including(*names: str) -> str:
    return "".join(f'#include "kernels/{name}"\n' for name in names)


def test_files_are_used_by_their_headers_and_by_what_they_include(
    used_kernels: ModuleType, tmp_path: Path
) -> None:
    # given a kernel that calls another, one whose functions are in files without a header, by a
    # header that both include, and one that nobody calls; files that bear a header's name and more
    fast = tmp_path / "kernels" / "fast"
    write(
        fast,
        first_h="",
        first_cc=including("fast/first.h", "fast/second.h"),
        second_h="",
        second_cc=including("fast/second.h", "common/levels.h"),
        second_rows_cc=including("fast/second.h"),
        levels_h="",
        split_h=including("fast/levels.h"),
        split_cc=including("fast/split.h"),
        part_cc=including("fast/loops.h"),
        loops_h=including("fast/levels.h"),
        other_h="",
        other_cc=including("fast/other.h"),
        other_rows_cc=including("fast/other.h", "fast/levels.h"),
    )
    write(tmp_path / "image", model_cc=including("fast/first.h"))
    write(tmp_path / "image2", model_cc=including("fast/split.h"))

    def names(image: str) -> list[str]:
        callers = [tmp_path / image / "model.cc"]
        return [path.name for path in used_kernels.find(callers, tmp_path, [fast])]

    assert names("image") == ["first.cc", "second.cc", "second_rows.cc"]
    assert names("image2") == ["part.cc", "split.cc"]


@pytest.mark.parametrize("board", ["mps2_an386", "native"])
def test_an_image_links_with_its_kernels_alone(board: str, tmp_path: Path) -> None:
    # given a model of one operator
    writer = ModelWriter()
    x = writer.input((1, 8), scale=0.5)
    y = writer.output((1, 8), scale=0.5)
    writer.op("TANH", [x], [y])
    plan = compile_model(writer.bytes(), "tanh", load_board(board).isa or Isa.GENERIC)
    model = ImageModel("tanh", AotProgram(plan), InputEncoding.AS_IS, ResultKind.DEQUANTISED)

    # when it is built
    build_images(
        load_board(board), [generate_image([model], tmp_path / "tanh", "tests")], tmp_path / "o"
    )

    # then little else than its kernel was compiled
    objects = list((tmp_path / "o").glob("pio/build/*/objects/kernels/*/*.o"))
    assert any("lookup" in path.name for path in objects)
    assert len(objects) <= 3
