"""A repeated run: what was compiled and rendered before is neither compiled nor rendered again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_type_hints

import pytest

from neurio_gen.benchmarks import from_file
from neurio_gen.boards import load_board
from neurio_gen.codegen import Program
from neurio_gen.engines import aot_program
from neurio_gen.engines.aot import AotEngine
from neurio_gen.level import Level
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline.known_programs import FACTS, KnownProgram, load_program, program_store
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Generated
from neurio_gen.progress import Progress
from tests.end_to_end.command import ROOT

DOORBELL = ROOT / "examples" / "doorbell.tflite"


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    """A model for a board, with caches of its own."""
    models = ModelOptions(cache_dir=tmp_path / "cache")
    board = load_board("nucleo_l4r5zi").emulated()
    return Request(board, (from_file(DOORBELL),), models, tmp_path / "output")


def generated(request: Request) -> Generated:
    (item,) = prepare(request, Progress())
    assert isinstance(item, Generated)
    return item


def texts(item: Generated) -> dict[str, str]:
    return {path.name: path.read_text() for path in item.sources.directory.iterdir()}


def test_a_repeated_run_compiles_nothing(
    request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given sources of a run, when it is repeated, then all is as it was, and nothing compiled."""
    first = generated(request_)
    before = texts(first)
    monkeypatch.setattr(aot_program, "planned", pytest.fail)

    again = generated(request_)

    assert texts(again) == before
    for fact in FACTS:
        assert repr(getattr(again.program, fact)) == repr(getattr(first.program, fact))


def test_sources_that_are_not_as_they_were_are_written_again(request_: Request) -> None:
    before = texts(generated(request_))
    folder = generated(request_).sources.directory
    (folder / "suite.cc").write_text("// other")
    (folder / "stale.cc").write_text("// of another model")

    assert texts(generated(request_)) == before


def test_another_level_board_or_template_is_another_program(request_: Request) -> None:
    boards = [load_board(each) for each in ("mps3_an547", "nucleo_l4r5zi")]
    requests = [
        request_,
        replace(request_, engine=AotEngine(level=Level.SPEED)),
        *(replace(request_, board=board) for board in boards),
    ]
    with program_store(request_.models.cache_dir) as store:
        programs = [load_program(each, DOORBELL.read_bytes(), "a", store) for each in requests]
        programs.append(load_program(request_, DOORBELL.read_bytes(), "b", store))
    keys = {program.key for program in programs if isinstance(program, KnownProgram)}
    assert len(keys) == len(programs)


def test_overridden_templates_are_used(request_: Request, tmp_path: Path) -> None:
    generated(request_)
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "suite.cc.j2").write_text("// mine\n")
    mine = replace(request_, templates=(folder,))

    assert texts(generated(mine))["suite.cc"] == "// mine\n"
    (folder / "suite.cc.j2").write_text("// other\n")
    assert texts(generated(mine))["suite.cc"] == "// other\n"


def test_all_facts_of_programs_are_kept() -> None:
    stated = {name for name, value in vars(Program).items() if isinstance(value, property)}
    assert stated == {*FACTS}
    assert get_type_hints(KnownProgram).keys() >= stated
