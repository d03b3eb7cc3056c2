"""Tables of comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.table import Table

from neurio_gen.published import SOURCE
from neurio_gen.published.beside import STREAMING_NOTE, Beside, estimate_note, includes_more
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.results.compare import Comparison, Row
from neurio_gen.results.measures import Measure
from neurio_gen.results.schema import Result

_MOST_PUBLISHED = 6
_FORMS: dict[str, Callable[[float], str]] = {
    "us": lambda value: f"{value / 1000:,.3f} ms",
    "us of a host": lambda value: f"{value / 1000:,.3f} ms (host)",
    "% Top-1": lambda value: f"{value:.1f} % Top-1",
    "AUC": lambda value: f"AUC {value:.4f}",
    "uJ": lambda value: f"{value:,.2f} uJ",
    "cycles": lambda value: f"{value:,.0f} cycles",
    "nanoseconds": lambda value: f"{value / 1e6:,.3f} ms (host)",
    "instructions": lambda value: f"{value:,.0f} instr.",
    "bytes": lambda value: f"{value:,.0f} B",
}


def comparison_table(comparison: Comparison, limit: float | None = None) -> Table:
    """A line per benchmark; with a limit, what is worse by more than it is marked."""
    table = FittingTable(
        title=f"A: {comparison.left.name}   B: {comparison.right.name}", spare=("change", "B / A")
    )
    table.add_column("benchmark", no_wrap=True)
    for heading in ("A", "B", "B / A", "change"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("")
    for row in comparison.rows:
        bad = limit is not None and row.fails(limit)
        ratio = "-" if row.ratio is None else f"{row.ratio:.3f}"
        table.add_row(
            row.label,
            measure_text(row.left_measure),
            measure_text(row.right_measure),
            ratio,
            change_text(row),
            _remark(row),
            style="red" if bad else None,
        )
    return table


def engines_table(comparison: Comparison) -> Table | None:
    """Memory of the benchmarks that two engines ran; None where one engine ran them all."""
    rows = [row for row in comparison.rows if row.other_engines]
    if not rows:
        return None
    table = FittingTable(title="Memory, bytes", spare=("RAM A", "flash A"))
    table.add_column("benchmark", no_wrap=True)
    for heading in ("flash A", "flash B", "B / A", "RAM A", "RAM B", "B / A"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        if row.left and row.right:
            flash = _memory(row.left.flash_bytes, row.right.flash_bytes)
            table.add_row(row.label, *flash, *_memory(row.left.ram_bytes, row.right.ram_bytes))
    table.caption = "\n".join(f"{side}: {text}" for side, text in _engines(rows))
    return table


def _memory(left: int | None, right: int | None) -> tuple[str, str, str]:
    first, second = ("-" if value is None else f"{value:,}" for value in (left, right))
    return first, second, f"{right / left:.3f}" if left and right is not None else "-"


def _engines(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Which engines the sides are, as their results say it."""
    for side, results in (("A", [r.left for r in rows]), ("B", [r.right for r in rows])):
        for text in dict.fromkeys(_engine(result) for result in results if result):
            yield side, text


def _engine(result: Result) -> str:
    parts = (f"{result.kernels} kernels" if result.kernels else None, result.library)
    return ", ".join((f"engine {result.engine}", *(part for part in parts if part)))


def measure_text(measure: Measure | None) -> str:
    """`1,234 instr.`, `12.345 ms`, `91.5 % Top-1`; a dash where there is none."""
    return "-" if measure is None else _FORMS[measure.unit](measure.value)


def change_text(row: Row) -> str:
    """`+2.0 %`; a dash where nothing can be compared."""
    return "-" if row.ratio is None else f"{100 * (row.ratio - 1):+.1f} %"


def _remark(row: Row) -> str:
    if row.why_not:
        return row.why_not
    return "other model" if row.other_models else ""


def published_table(found: Beside, most: int = _MOST_PUBLISHED) -> Table:
    """A benchmark of ours and the `most` fastest published results."""
    result = found.ours.result
    where = "this board" if found.same_board else "other boards with this core"
    table = FittingTable(title=f"{result.benchmark}, {where}", spare=("MHz", "ms", "software"))
    table.add_column("round", no_wrap=True)
    table.add_column("organisation, system")
    table.add_column("software")
    for heading in ("MHz", "Mcycles", "ms", "ours / it"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_row("[bold]ours[/]", f"[bold]{result.board}[/]", ours_basis(found), *_ours(found))
    for other in found.published[:most]:
        ratio = found.ratio(other)
        table.add_row(
            f"v{other.round}",
            f"{other.organisation}, {other.system}",
            other.stack,
            f"{other.megahertz:g}",
            f"{other.megacycles:.3f}",
            f"{other.milliseconds:.3f}",
            "-" if ratio is None else f"{found.mark}{ratio:.2f}",
        )
    notes = [STREAMING_NOTE] if includes_more(found) else []
    if note := estimate_note(found):
        notes.append(note)
    left = len(found.published) - most
    if left > 0:
        notes.append(f"{left} slower ones are not shown.")
    table.caption = " ".join((*notes, f"Source: {SOURCE}."))
    return table


def ours_basis(found: Beside) -> str:
    """What our figure is: measured cycles, an estimate, or instructions, which are no time."""
    ours = found.ours
    if ours.basis == "measured":
        return "measured on silicon"
    if ours.basis == "estimate":
        return "estimate, not measured"
    if ours.result.instructions is not None:
        return f"{ours.result.instructions / 1e6:.3f} M instructions: no cycles, no time"
    return "no cycles of a microcontroller"


def _ours(found: Beside) -> tuple[str, str, str, str]:
    ours = found.ours
    if ours.megacycles is None:
        return "-", "-", "-", "-"
    return (
        f"{ours.megahertz:g}" if ours.megahertz else "-",
        f"{found.mark}{ours.megacycles:.3f}",
        f"{found.mark}{ours.milliseconds:.3f}" if ours.milliseconds else "-",
        "",
    )
