"""A table that fits where it is shown: on a narrow terminal, columns go before words are cut."""

from __future__ import annotations

from copy import copy
from typing import Any

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

WIDTH = 100
"""Columns where there is no terminal: in files, in pipes, in Python."""

_TIGHT = (0, 1, 0, 0)
_LONG = 32
"""Names that are longer are broken before a column is left out."""
_LEAST = 8
"""A column of names is never narrower."""


class FittingTable(Table):
    """A table without a frame that shows every number whole and every name to its end.

    Where the width does not do, its columns move closer together, then names longer than 32 columns
    are broken, and then those columns of `spare` are left out that have to be, the first one first.
    The caption names what is left out. Columns that are justified to the right are numbers.
    """

    def __init__(self, *headers: str, spare: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(*headers, **{"box": None, "title_justify": "left", **options})
        self.caption_justify = "left"
        self.spare = spare
        for column in self.columns:
            column.overflow = "fold"

    def add_column(self, *headers: Any, **options: Any) -> None:
        """As of any table, but what does not fit is broken, not cut."""
        super().add_column(*headers, **{"overflow": "fold", **options})

    def fitted(self, console: Console, width: int) -> FittingTable:
        """The table as it is shown on `width` columns."""
        table = self
        if table._width(console) > width:
            table = copy(self)
            table.padding = _TIGHT
        longest = None if table._width(console) <= width else _LONG
        hidden = []
        for header in self.spare:
            if table._width(console, longest) <= width:
                break
            narrower = table._without(header)
            if narrower is not None:
                table = narrower
                hidden.append(header)
        table = table._shared(console, width, longest)
        if hidden:
            said = f"Not shown on {width} columns: {', '.join(hidden)}."
            table.caption = Text("\n").join(
                [*([_text(table.caption)] if table.caption else []), Text(said)]
            )
        return table

    def _width(self, console: Console, longest: int | None = None) -> int:
        """The columns that the table takes where no name up to `longest` is broken."""
        return self._extra_width + sum(least for least, _ in self._sizes(console, longest))

    def _sizes(self, console: Console, longest: int | None) -> list[tuple[int, int]]:
        """The least width of each column, and the width at which nothing of it wraps."""
        return [self._size(console, column, longest) for column in self.columns]

    def _size(self, console: Console, column: Column, longest: int | None) -> tuple[int, int]:
        options = console.options.update(width=10_000)
        measured = self._measure_column(console, options, column)
        if column.justify == "right":
            padding = self._get_padding_width(column._index)
            numbers = (Measurement.get(console, options, cell).maximum for cell in column._cells)
            least = max(measured.minimum, padding + max(numbers, default=0))
            return measured.maximum if column.no_wrap else least, measured.maximum
        least = measured.maximum if column.no_wrap else measured.minimum
        return least if longest is None else min(least, longest), measured.maximum

    def _shared(self, console: Console, width: int, longest: int | None) -> FittingTable:
        """Gives each column what it needs, and what is left of `width` to those that want more."""
        sizes = self._sizes(console, longest)
        widths = [least for least, _ in sizes]
        wished = [most - least for least, most in sizes]
        left = width - self._extra_width - sum(widths)
        if sum(wished) <= left:
            return self
        if left > 0:
            widths = [
                each + left * wish // sum(wished) for each, wish in zip(widths, wished, strict=True)
            ]
        names = [i for i, column in enumerate(self.columns) if column.justify != "right"]
        for _ in range(-left):
            widest = max(names, key=lambda index: widths[index], default=None)
            if widest is not None and widths[widest] > _LEAST:
                widths[widest] -= 1
        table = copy(self)
        table.columns = [copy(column) for column in self.columns]
        for index, column in enumerate(table.columns):
            column.width = widths[index] - self._get_padding_width(index)
            column.no_wrap = column.no_wrap and widths[index] >= sizes[index][1]
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


def _text(caption: Any) -> Text:
    return caption if isinstance(caption, Text) else Text.from_markup(str(caption))
