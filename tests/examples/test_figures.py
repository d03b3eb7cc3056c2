"""Figures that stand on several pages are the same there: a page that was left behind fails."""

from __future__ import annotations

import re

import pytest

from tests.end_to_end.command import ROOT

RESOLUTION = 16
"""Instructions: a microsecond of QEMU's virtual time, that runs may differ by."""


def table(page: str, heading: str) -> list[list[str]]:
    """The cells of the tables of a page under a heading that begins so, without bold."""
    text = (ROOT / page).read_text(encoding="utf-8").replace("**", "")
    rows = re.findall(r"^\|(.+)\|$", text.partition(f"\n{heading}")[2].partition("\n#")[0], re.M)
    return [[cell.strip() for cell in row.split("|")] for row in rows]


def counted(board: str) -> dict[str, int]:
    """Instructions by model with GCC, as docs/toolchains.md has them."""
    rows = table("docs/toolchains.md", f"### {board} (")
    return {row[0]: int(row[1].replace(",", "")) for row in rows if row[1][:1].isdigit()}


@pytest.mark.parametrize(
    ("board", "heading"),
    [
        ("Cortex-M4F", "## Cortex-M4: executed instructions"),
        ("Cortex-M55", "## Cortex-M55 with Helium: executed instructions"),
    ],
)
def test_toolchains_and_performance_say_the_same(board: str, heading: str) -> None:
    """`make bench` writes both pages."""
    head, *rows = table("docs/performance.md", heading)
    [ours] = [row[1:] for row in rows if row[0] == "neurio-gen"]
    exact = counted(board)
    assert sorted(head[1:]) == sorted(exact)
    for model, millions in zip(head[1:], ours, strict=True):
        half = 0.5 * 10.0 ** -len(millions.partition(".")[2])
        assert float(millions) == pytest.approx(exact[model] / 1e6, abs=half + RESOLUTION / 1e6)


def test_the_readme_and_toolchains_say_the_same() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^ (\w+) +[\d,]+ +([\d,]+) .* mlcommons$", text, re.M)
    assert {name: int(n.replace(",", "")) for name, n in shown} == pytest.approx(
        counted("Cortex-M4F"), abs=RESOLUTION
    )
