"""`neurio-gen compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from neurio_gen.cli import completion, options
from neurio_gen.cli.commands.results import results_dir
from neurio_gen.cli.console import err, out
from neurio_gen.errors import EXIT_FAILED, EXIT_OK, NeurioGenError, UsageError
from neurio_gen.published.beside import beside_published
from neurio_gen.report.boards import known_board
from neurio_gen.report.comparison_tables import comparison_table, engines_table, published_table
from neurio_gen.results.compare import compare as compare_results
from neurio_gen.results.measures import Metric
from neurio_gen.results.selection import Selection, select
from neurio_gen.showing.lines import print_line

_WHAT = "A run, a file, a board, an engine, BOARD:ENGINE, or a git revision."


def compare(
    left: Annotated[
        str, typer.Argument(help=_WHAT, metavar="A", autocompletion=completion.complete_subject)
    ],
    right: Annotated[
        str | None,
        typer.Argument(help=_WHAT, metavar="B", autocompletion=completion.complete_subject),
    ] = None,
    *,
    output: options.Output = options.DEFAULT_OUTPUT,
    by: Annotated[Metric, typer.Option(help="What to compare.")] = Metric.MAIN,
    fail_above: Annotated[
        str | None,
        typer.Option(help="Exit 1 where B is worse than A by more, such as 2%.", metavar="SHARE"),
    ] = None,
    published: Annotated[
        bool, typer.Option("--published", help="Set A beside the published MLPerf Tiny rounds.")
    ] = False,
) -> int:
    """Compare results benchmark by benchmark, or with what others have published.

    Examples:

      neurio-gen compare main latest --fail-above 2%

      neurio-gen compare old.json new.json --by flash

      neurio-gen compare mps2_an386:tflm mps2_an386:aot

      neurio-gen compare nucleo_l4r5zi --published
    """
    limit = None if fail_above is None else _share(fail_above)
    if right is None and not published:
        raise UsageError(
            f"Only {left} is named: there is nothing to compare it with.",
            hint="Name a second run, board or file, or add --published.",
        )
    if limit is not None and right is None:
        raise UsageError("--fail-above compares A with B.", hint="Name a second run.")
    folder = results_dir(output)
    first = _select(left, folder)
    if published:
        _show_published(first)
    if right is None:
        return EXIT_OK
    comparison = compare_results(first, _select(right, folder), by)
    out.print(comparison_table(comparison, limit))
    if (engines := engines_table(comparison)) is not None:
        out.print()
        out.print(engines)
    failures = () if limit is None else comparison.failures(limit)
    if failures:
        names = ", ".join(row.label for row in failures)
        print_line(err, f"[bold red]worse by more than {fail_above}:[/] {escape(names)}")
    return EXIT_FAILED if failures else EXIT_OK


def _select(name: str, folder: Path) -> Selection:
    selection = select(name, folder)
    for problem in selection.problems:
        print_line(err, f"[bold yellow]damaged:[/] {escape(problem)}")
    return selection


def _show_published(selection: Selection) -> None:
    shown = 0
    for board_id in selection.boards:
        board = known_board(board_id)
        if board is None:
            continue
        results = [entry.result for entry in selection.entries]
        for found in beside_published(board, results):
            out.print(published_table(found), "")
            shown += 1
    if not shown:
        raise NeurioGenError(
            f"No published results belong beside {selection.name}.",
            hint="MLPerf Tiny has ad01, kws01, ic01, vww01 and sww01, on cores M0+ to M33.",
        )


def _share(text: str) -> float:
    """`2%` or `0.02`. Raises UsageError for anything else."""
    number = text.strip()
    try:
        share = float(number.rstrip("%")) / (100 if number.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share < 1e6:
        raise UsageError(f"{text!r} is not a percentage.", hint="Write 2% or 0.02.")
    return share
