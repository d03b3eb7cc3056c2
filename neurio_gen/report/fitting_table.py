"""A table that fits where it is shown: on a narrow terminal, columns go before words are cut."""

from __future__ import annotations

from copy import copy
from typing import Any

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

WIDTH = 100
"""Columns where there is no terminal: in files, in pipes, in Python."""

_TIGHT = (0, 1, 0, 0)


class FittingTable(Table):
    """A table without a frame that keeps every number and word whole.

    Where the width does not do, its columns move closer together, and then those of `spare` are
    left out, the first one first. The caption names what is left out.
    """

    def __init__(self, *headers: str, spare: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(*headers, **{"box": None, "title_justify": "left", **options})
        self.caption_justify = "left"
        self.spare = spare

    def fitted(self, console: Console, width: int) -> FittingTable:
        """The table as it is shown on `width` columns."""
        table = self
        if _width(table, console) > width:
            table = copy(self)
            table.padding = _TIGHT
        hidden = []
        for header in self.spare:
            if _width(table, console) <= width:
                break
            narrower = table._without(header)
            if narrower is not None:
                table = narrower
                hidden.append(header)
        table = table._shared(console, width)
        if hidden:
            said = f"Not shown on {width} columns: {', '.join(hidden)}."
            table.caption = Text("\n").join(
                [*([_text(table.caption)] if table.caption else []), Text(said)]
            )
        return table

    def _shared(self, console: Console, width: int) -> FittingTable:
        """Gives each column its longest word, and what is left of `width` to those with more."""
        options = console.options.update(width=10_000)
        sizes = [self._measure_column(console, options, column) for column in self.columns]
        least = [
            size.maximum if column.no_wrap else size.minimum
            for size, column in zip(sizes, self.columns, strict=True)
        ]
        wished = [size.maximum - few for size, few in zip(sizes, least, strict=True)]
        left = width - self._extra_width - sum(least)
        if left < 0 or sum(wished) <= left:
            return self
        table = copy(self)
        table.columns = [copy(column) for column in self.columns]
        for index, column in enumerate(table.columns):
            share = left * wished[index] // sum(wished)
            column.width = least[index] + share - self._get_padding_width(index)
        return table

    def _without(self, header: str) -> FittingTable | None:
        """The table without a column; None where it has none of that name."""
        kept = [column for column in self.columns if str(column.header) != header]
        if len(kept) == len(self.columns):
            return None
        table = copy(self)
        table.columns = [copy(column) for column in kept]
        for index, column in enumerate(table.columns):
            column._index = index
        return table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        return Table.__rich_console__(self.fitted(console, options.max_width), console, options)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Table.__rich_measure__(self.fitted(console, options.max_width), console, options)


def _width(table: Table, console: Console) -> int:
    """The columns that the table takes where no word is cut; sentences may wrap."""
    options = console.options.update(width=10_000)
    total = table._extra_width
    for column in table.columns:
        measured = table._measure_column(console, options, column)
        total += measured.maximum if column.no_wrap else measured.minimum
    return total


def _text(caption: Any) -> Text:
    return caption if isinstance(caption, Text) else Text.from_markup(str(caption))
