"""A table as data, shown on a terminal."""

from __future__ import annotations

from rich.markup import escape

from neurio_gen.report.data_table import Cell, DataTable
from neurio_gen.report.fitting_table import FittingTable

_STYLES = {"good": "[green]{}[/]", "bad": "[red]{}[/]", "ours": "[bold]{}[/]", "": "{}"}


def to_terminal(data: DataTable, spare: tuple[str, ...] = ()) -> FittingTable:
    """The table without a frame; `spare` are columns that a narrow terminal goes without."""
    shown = FittingTable(title=escape(data.caption), spare=spare)
    for heading, numeric in zip(data.columns, data.numeric, strict=True):
        shown.add_column(heading, justify="right" if numeric else "left", no_wrap=numeric)
    for row in data.rows:
        shown.add_row(*map(_styled, row))
    shown.caption = escape(data.note) or None
    return shown


def _styled(cell: Cell) -> str:
    return _STYLES[cell.mark].format(escape(cell.text))
