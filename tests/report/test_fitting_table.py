"""Tables fit the terminal without cutting a word or a number."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from neurio_gen.report.fitting_table import FittingTable


def shown(width: int) -> str:
    table = FittingTable(spare=("MACs", "arena"), title="Board")
    table.add_column("benchmark")
    for heading in ("MACs", "instructions", "flash", "arena"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_row("tiny_ml_perf/kws01", "2,656,768", "2,585,109", "59,440", "16,656")
    table.caption = "Instructions per inference."
    console = Console(file=io.StringIO(), width=width)
    console.print(table)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [100, 64, 56, 50, 46, 40])
def test_nothing_is_cut_whatever_the_width(width: int) -> None:
    text = shown(width)
    assert all(len(line.rstrip()) <= width for line in text.splitlines())
    assert "…" not in text
    for word in ("tiny_ml_perf/kws01", "2,585,109", "59,440", "instructions"):
        assert word in text


def test_columns_go_in_their_order_and_the_caption_names_them() -> None:
    assert "Not shown" not in shown(100)
    assert "Not shown on 50 columns: MACs." in shown(50)
    assert "16,656" in shown(50)
    assert "Not shown on 40 columns: MACs, arena." in shown(40)
    assert "Instructions per inference." in shown(40)
