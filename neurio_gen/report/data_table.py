"""A table as data: what a page and a Markdown document make theirs from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Mark = Literal["", "good", "bad", "ours"]
"""What a reader should see at a glance."""


@dataclass(frozen=True)
class Cell:
    """What is shown, and the value it is sorted by; None sorts last."""

    text: str
    value: float | str | None
    mark: Mark = ""


@dataclass(frozen=True)
class DataTable:
    """A heading a column; columns of numbers are set to the right. `note` stands below."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[bool, ...]
    note: str = ""


def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], note: str = ""
) -> DataTable:
    """A table whose columns are numeric where every value in them is a number or missing."""
    body = tuple(tuple(row) for row in rows)
    numeric = tuple(
        bool(body) and all(not isinstance(row[index].value, str) for row in body)
        for index in range(len(columns))
    )
    return DataTable(caption, tuple(columns), body, numeric, note)


def words(text: str, mark: Mark = "") -> Cell:
    """A cell of text."""
    return Cell(text, text, mark)


def number(value: float | None, form: str = ",.0f", unit: str = "", mark: Mark = "") -> Cell:
    """A cell of a number, a dash where there is none. `form` may begin with `~`: an estimate."""
    if value is not None and form.startswith("~"):
        return Cell(f"~{value:{form[1:]}}{unit}", float(value), mark)
    if value is None:
        return Cell("–", None, mark)
    return Cell(f"{value:{form}}{unit}", float(value), mark)


def share_text(used: int, available: int) -> str:
    """`26 %`, or `<1 %`: what is used is never nothing."""
    share = 100 * used / available
    return "<1 %" if 0 < share < 0.5 else f"{share:.0f} %"
