"""A sweep of many models ends with what one screen holds: the best, the worst, what failed."""

from __future__ import annotations

import re
from typing import cast

import pytest

from neurio_gen.cli.commands.sweep import _show
from neurio_gen.sweep.job import Job
from neurio_gen.sweep.sweep import Cell, Swept
from tests.report.runs import layer


def swept(count: int) -> Swept:
    """Models that take 1,000 to `count` thousand instructions, and 30 that fail for one reason."""
    good = [layer(f"n{n}", instructions=1000.0 * n) for n in range(count, 0, -1)]
    bad = [layer(f"bad{n}", instructions=None, status="failed", error="fell") for n in range(30)]
    no_job = cast(Job, None)
    return Swept(tuple(Cell(no_job, result) for result in (*good, *bad)), ())


def said(found: Swept, capsys: pytest.CaptureFixture[str], *, verbose: bool = False) -> str:
    _show(found, verbose=verbose)
    captured = capsys.readouterr()
    return captured.out + captured.err


def rows(text: str) -> list[str]:
    return re.findall(r"^ *(n\d+) ", text, re.MULTILINE)


def test_of_many_results_the_fastest_and_the_slowest_are_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = said(swept(200), capsys)

    assert rows(text) == [f"n{n}" for n in (1, 2, 3, 4, 5, 196, 197, 198, 199, 200)]
    assert "the 5 fastest and 5 slowest of 200" in text
    assert "neurio-gen report mps2_an386" in text
    # and one reason is one line
    assert text.count("fell") == 1
    assert "and 25 others: fell" in text


def test_verbose_shows_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(rows(said(swept(200), capsys, verbose=True))) == 200


def test_levels_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    results = [layer("a", optimize=level) for level in ("size", "speed")]
    cells = tuple(Cell(cast(Job, None), each) for each in results)

    text = said(Swept(cells, ()), capsys)

    assert re.findall(r"\(mps2_an386\), (\w+)", text) == ["size", "speed"]
