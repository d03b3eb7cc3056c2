"""What changed is built again, with what depends on it, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.benchmarks import find
from neurio_gen.boards import load_board
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline.construct import construct
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.resources import templates_dir


class Steps(Report):
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
    (one, *_) = construct(request, prepare(request, steps), steps)
    assert one.error is None
    return steps.seen


def changed(folder: Path, name: str) -> Path:
    """A folder with a template that says the same in other words."""
    folder.mkdir()
    text = (templates_dir() / name).read_text(encoding="utf-8")
    (folder / name).write_text(text + "// changed\n", encoding="utf-8")
    return folder


def test_only_what_depends_on_a_change_is_built_again(output: Path, tmp_path: Path) -> None:
    # given an image of two models
    first = built(output, "relu", "tanh")
    assert "compile model_relu.o" in first
    assert "archive libkernels.a" in first
    # then the same again builds nothing
    assert built(output, "relu", "tanh") == []
    # and another suite template compiles the suite, which is then the same object: no linking
    suite = changed(tmp_path / "suite", "suite.cc.j2")
    assert built(output, "relu", "tanh", templates=(suite,)) == ["compile suite.o"]
    # and another model template compiles the models, and our own suite is back
    model = changed(tmp_path / "model", "model.cc.j2")
    assert sorted(built(output, "relu", "tanh", templates=(model,))) == [
        *("compile model_relu.o", "compile model_tanh.o", "compile suite.o")
    ]


def test_another_model_in_an_image_leaves_those_that_were_there(output: Path) -> None:
    built(output, "relu", "tanh")
    assert sorted(built(output, "relu", "tanh", "sigmoid")) == [
        *("compile model_sigmoid.o", "compile suite.o", "link layer-based-1.elf")
    ]
