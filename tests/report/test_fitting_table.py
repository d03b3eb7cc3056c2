"""Tables fit the terminal without cutting a word or a number."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from neurio_gen.report.fitting_table import FittingTable

LONG = "schlüsselwörter_größer_als_alles_异常检测模型_quantisiert_int8_finale_version_3"


def shown(width: int, name: str = "tiny_ml_perf/kws01") -> str:
    table = FittingTable(spare=("MACs", "arena"), title="Board")
    table.add_column("benchmark")
    for heading in ("MACs", "instructions", "flash", "arena"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_row(name, "2,656,768", "2,585,109", "59,440", "16,656")
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


@pytest.mark.parametrize("width", [100, 80, 60, 40])
def test_a_long_name_is_broken_before_a_column_goes_and_never_cut(width: int) -> None:
    lines = shown(width, LONG).splitlines()
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    rows = lines[2 : lines.index(next(line for line in lines if "Instructions" in line))]
    # its pieces come first in their lines, the numbers stand beside the first one
    assert "".join(row.split()[0] for row in rows) == LONG
    assert {"2,585,109", "59,440"} <= set(rows[0].split())
    assert ("Not shown" in "".join(lines)) == (width < 80)
