"""How far estimates are from what networks were counted to take, as a table for the docs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from counting import Counted

from neurio_gen.boards import load_board
from neurio_gen.estimation import estimate_plan


@dataclass(frozen=True)
class Compared:
    """A network: errors of its estimate in per cent of what was counted."""

    name: str
    instructions: float
    cycles: float | None


def compared(counted: Counted, board: str) -> Compared:
    """The errors for a network that was counted. Raises ValueError for a kernel without rates."""
    estimate = estimate_plan(counted.plan, load_board(board))
    if estimate.instructions is None:
        raise ValueError(f"{counted.name}: no rates for {', '.join(estimate.unpriced)}")
    cycles = None
    if counted.cycles is not None and estimate.cycles is not None:
        cycles = 100 * (estimate.cycles / counted.cycles - 1)
    return Compared(counted.name, 100 * (estimate.instructions / counted.instructions - 1), cycles)


def write_table(page: Path, board: str, rows: Sequence[Compared]) -> None:
    """Puts the table of a board between its marks in the page."""
    begin, end = f"<!-- errors of {board} -->", f"<!-- end of {board} -->"
    text = page.read_text()
    table = f"{begin}\n{_table(rows)}{end}"
    pattern = re.escape(begin) + ".*?" + re.escape(end)
    if not re.search(pattern, text, re.S):
        raise ValueError(f"{page} has no marks {begin}")
    page.write_text(re.sub(pattern, lambda _: table, text, flags=re.S))
    print(_table(rows))


def _table(rows: Sequence[Compared]) -> str:
    lines = ["| error of | networks | median | 90 % | 95 % | largest | within 5 % |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- |")
    kinds: list[tuple[str, Callable[[Compared], float | None]]] = [
        ("instructions", lambda row: row.instructions),
        ("cycles", lambda row: row.cycles),
    ]
    for title, of in kinds:
        errors = np.abs([error for row in rows if (error := of(row)) is not None])
        if not len(errors):
            continue
        marks = [f"{np.quantile(errors, share):.1f} %" for share in (0.5, 0.9, 0.95, 1)]
        good = f"{100 * np.mean(errors <= 5):.1f} %"
        lines.append(f"| {title} | {len(errors)} | {' | '.join(marks)} | {good} |")
    return "\n".join(lines) + "\n"
