"""How far estimates are from what networks were counted to take, as a table for the docs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from counting import Counted

from neurio_gen.boards import load_board
from neurio_gen.estimation import estimate_plan
from neurio_gen.level import Level


@dataclass(frozen=True)
class Compared:
    """A network: errors of its estimate in per cent of what was counted."""

    name: str
    instructions: float
    cycles: float | None


def compared(counted: Counted, board: str) -> Compared:
    """The errors for a network that was counted. Raises ValueError for a kernel without rates.

    Where kernels are to run from RAM, waits for code are left out: a network alone has none, but
    the kernels of all networks that shared its image do not fit into RAM.
    """
    estimate = estimate_plan(counted.plan, load_board(board))
    if estimate.instructions is None:
        raise ValueError(f"{counted.name}: no rates for {', '.join(estimate.unpriced)}")
    cycles = None
    if counted.cycles is not None and estimate.cycles is not None:
        waits = counted.code_waits if counted.plan.goal.fast_code else 0
        cycles = 100 * (estimate.cycles / (counted.cycles - waits) - 1)
    return Compared(counted.name, 100 * (estimate.instructions / counted.instructions - 1), cycles)


def write_table(page: Path, board: str, rows: Mapping[Level, Sequence[Compared]]) -> None:
    """Prints the table of a board, and puts it between its marks in the page, if it has any."""
    begin, end = f"<!-- errors of {board} -->", f"<!-- end of {board} -->"
    table = _table(rows)
    print(table)
    pattern = re.escape(begin) + ".*?" + re.escape(end)
    text = page.read_text()
    page.write_text(re.sub(pattern, lambda _: f"{begin}\n{table}{end}", text, flags=re.S))


def _table(rows: Mapping[Level, Sequence[Compared]]) -> str:
    lines = ["| error of | level | networks | median | 90 % | 95 % | largest | within 5 % |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- | --- |")
    kinds: list[tuple[str, Callable[[Compared], float | None]]] = [
        ("instructions", lambda row: row.instructions),
        ("cycles", lambda row: row.cycles),
    ]
    for (title, of), level in product(kinds, rows):
        errors = np.abs([error for row in rows[level] if (error := of(row)) is not None])
        if not len(errors):
            continue
        marks = [f"{np.quantile(errors, share):.1f} %" for share in (0.5, 0.9, 0.95, 1)]
        good = f"{100 * np.mean(errors <= 5):.1f} %"
        named = f"| {title} | `{level.value}` | {len(errors)} "
        lines.append(f"{named}| {' | '.join(marks)} | {good} |")
    return "\n".join(lines) + "\n"
