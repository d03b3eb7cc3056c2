"""Progress in a notebook: a bar in the cell that runs, and nothing of it afterwards."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from neurio_gen.models.cache import ENVIRONMENT
from neurio_gen.progress import SILENT, PlannedStage, Progress
from neurio_gen.showing import showing
from tests.support.notebook import notebook_kernel, pages


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "cache"))
    with notebook_kernel(tmp_path) as shell:
        yield shell


JOB = """
from neurio_gen.progress import PlannedStage
from neurio_gen.showing import showing
with showing(WANTED) as progress:
    progress.plan([PlannedStage("measure", 4)])
    progress.stage("measure", "<relu>")
    progress.done(2)
    progress.note("kept & seen")
    if FAILS:
        raise ValueError
    progress.done(2)
"""


def run(shell: Any, cell: str) -> None:
    shell.run_cell(cell).raise_error()


def test_a_cell_shows_one_bar_that_is_brought_up_to_date(kernel: Any) -> None:
    run(kernel, "WANTED, FAILS = None, False" + JOB)
    shown = pages(kernel)
    assert any("2/4" in page and "measure &lt;relu&gt;" in page for page in shown)
    assert any("<progress" in page and "4/4" in page for page in shown)
    sent = kernel.display_pub.outputs
    assert len({each["transient"]["display_id"] for each in sent}) == 1
    assert [each["update"] for each in sent] == [False] + [True] * (len(sent) - 1)


@pytest.mark.parametrize("fails", [False, True])
def test_afterwards_only_notes_are_left(kernel: Any, fails: bool) -> None:
    result = kernel.run_cell(f"WANTED, FAILS = None, {fails}" + JOB)
    assert isinstance(result.error_in_exec, ValueError) == fails
    assert pages(kernel)[-1] == "<div>kept &amp; seen</div>"


def test_no_bar_where_none_is_wanted(kernel: Any) -> None:
    run(kernel, "WANTED, FAILS = False, False" + JOB)
    assert pages(kernel) == []


def test_outside_of_notebooks_a_bar_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    terminal = io.StringIO()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with showing(None) as progress:
        assert progress is SILENT
    with showing(True) as progress:
        measure(progress)
    assert "conv" in terminal.getvalue() and "1/2" in terminal.getvalue()


def measure(progress: Progress) -> None:
    progress.plan([PlannedStage("measure", 2)])
    progress.stage("measure", "conv")
    progress.done(1)
