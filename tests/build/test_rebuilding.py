"""What changed is built again, with what depends on it, and nothing else is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from neurio_gen.benchmarks import find
from neurio_gen.boards import load_board
from neurio_gen.build import images, stamp
from neurio_gen.build.begun import BegunBuild
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline.construct import beginning, construct
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built
from neurio_gen.progress import Progress
from neurio_gen.resources import firmware_dir, templates_dir


class Steps(Progress):
    """Keeps what a build begins with, such as `compile suite.o`."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def detail(self, text: str) -> None:
        if text.split(maxsplit=1)[0] in ("compile", "archive", "link"):
            self.seen.append(text)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rebuilding")


def built(output: Path, *names: str, templates: tuple[Path, ...] = ()) -> list[str]:
    """The steps of building these benchmarks into one image on this computer."""
    request = Request(
        board=load_board("native"),
        benchmarks=find(names),
        models=ModelOptions(),
        output=output,
        templates=templates,
    )
    steps = Steps()
    there = any(output.glob("pio/build/*/images"))
    with beginning(request) as begun:
        assert (begun is None) == there  # images that are there are mostly those asked for
        (one, *_) = construct(request, prepare(request, steps), steps, begun=begun)
    assert isinstance(one, Built)
    return steps.seen


def changed(folder: Path, name: str) -> Path:
    """A folder with a template that says the same in other words."""
    folder.mkdir()
    text = (templates_dir() / name).read_text(encoding="utf-8")
    (folder / name).write_text(text + "// changed\n", encoding="utf-8")
    return folder


def test_only_what_depends_on_a_change_is_built_again(output: Path, tmp_path: Path) -> None:
    # given an image of two models
    first = built(output, "dense-128-32", "relu")
    assert "compile model_relu.o" in first
    assert "archive libkernels.a" in first
    # then the same again builds nothing
    assert built(output, "dense-128-32", "relu") == []
    # and another suite template compiles the suite, which is then the same object: no linking
    suite = changed(tmp_path / "suite", "suite.cc.j2")
    assert built(output, "dense-128-32", "relu", templates=(suite,)) == ["compile suite.o"]
    # and another model template compiles the models, and our own suite is back
    model = changed(tmp_path / "model", "model.cc.j2")
    assert sorted(built(output, "dense-128-32", "relu", templates=(model,))) == [
        *("compile model_dense_128_32.o", "compile model_relu.o", "compile suite.o")
    ]


def test_another_model_in_an_image_leaves_those_that_were_there(output: Path) -> None:
    built(output, "dense-128-32", "relu")
    assert sorted(built(output, "dense-128-32", "relu", "dense-256-64")) == [
        *("compile model_dense_256_64.o", "compile suite.o", "link layer-based-1.elf")
    ]


def test_nothing_is_started_where_nothing_changed(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given an image, and a build that must not begin
    built(output, "dense-128-32", "relu")
    started: list[object] = []
    real = BegunBuild

    def begin(*arguments: Any, **options: Any) -> BegunBuild:
        started.append(arguments)
        return real(*arguments, **options)

    monkeypatch.setattr(images, "BegunBuild", begin)
    # then the same again starts nothing
    assert (built(output, "dense-128-32", "relu"), started) == ([], [])
    # and an ELF that something else has replaced is made anew
    [elf] = output.glob("pio/build/native/images/performance/*/*.elf")
    elf.write_bytes(b"replaced")
    built(output, "dense-128-32", "relu")
    assert len(started) == 1
    assert elf.read_bytes()[:4] == b"\x7fELF"
    # and so it is for another compiler's environment
    monkeypatch.setenv("CPATH", str(output))
    built(output, "dense-128-32", "relu")
    assert len(started) == 2


def test_a_changed_kernel_is_another_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given firmware of our own, the same but for a comment
    board, project = load_board("native"), tmp_path / "native.ini"
    project.write_text("")
    copy = tmp_path / "firmware"
    shutil.copytree(firmware_dir(), copy)
    monkeypatch.setattr(stamp, "firmware_dir", lambda: copy)
    before = stamp.build_key(board, project, "performance")
    assert stamp.build_key(board, project, "performance") == before
    assert stamp.build_key(board, project, "energy") != before
    kernel = next(copy.glob("kernels/generic/*.cc"))
    kernel.write_text(kernel.read_text() + "// changed\n")
    assert stamp.build_key(board, project, "performance") != before
