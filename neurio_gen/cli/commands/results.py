"""`neurio-gen results`: list, show and export what was measured."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from neurio_gen.cli import completion, options
from neurio_gen.cli.console import err, out
from neurio_gen.cli.lazy_commands import MARKUP, SETTINGS
from neurio_gen.cli.strict_command import StrictCommand, StrictGroup
from neurio_gen.errors import EXIT_OK, UsageError
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.report.mode_tables import tables_of
from neurio_gen.results import Run, find_run, read_runs, run_files, write_atomically
from neurio_gen.results.export import to_csv, to_json, to_junit
from neurio_gen.showing.lines import print_line
from neurio_gen.workspace import Workspace

app = typer.Typer(
    cls=StrictGroup,
    add_completion=False,
    help="List, show and export what was measured.",
    no_args_is_help=True,
    rich_markup_mode=MARKUP,
    context_settings=SETTINGS,
)

RunName = Annotated[
    str,
    typer.Argument(
        help="A run's name, the beginning of one, `latest`, or a file.",
        metavar="RUN",
        autocompletion=completion.complete_run,
    ),
]


def results_dir(output: Path) -> Path:
    """The folder of runs: `results` in an output folder, or the folder itself if it holds runs."""
    return output if run_files(output) else Workspace(output).results


def tell_problems(run: Run) -> None:
    """Say which lines of a run could not be read."""
    for problem in run.problems:
        print_line(err, f"[bold yellow]damaged:[/] {escape(problem)}")


@app.command("list", cls=StrictCommand)
def list_runs(output: options.Output = options.DEFAULT_OUTPUT) -> int:
    """List the runs that are kept, the newest first."""
    table = FittingTable("run", "boards", "modes", "ok", "not ok", "revision", spare=("revision",))
    runs = list(read_runs(results_dir(output)))
    for run in runs:
        states = Counter(result.status for result in run.results)
        revisions = {e.git_revision[:10] for e in run.environments if e.git_revision}
        table.add_row(
            run.name,
            ", ".join(dict.fromkeys(result.board for result in run.results)) or "-",
            ", ".join(dict.fromkeys(result.mode for result in run.results)) or "-",
            str(states["ok"]),
            str(sum(states.values()) - states["ok"]),
            ", ".join(sorted(revisions)) or "-",
        )
    if not runs:
        err.print(f"There are no runs in {escape(str(results_dir(output)))} yet.")
        return EXIT_OK
    out.print(table)
    for run in runs:
        tell_problems(run)
    return EXIT_OK


@app.command("show", cls=StrictCommand)
def show_run(run: RunName, output: options.Output = options.DEFAULT_OUTPUT) -> int:
    """Show the results of a run, and what made them.

    Examples:

      neurio-gen results show latest

      neurio-gen results show results.json
    """
    found = find_run(run, results_dir(output))
    ordered = sorted(found.results, key=lambda result: (result.board, result.mode))
    for table, _ in tables_of(ordered):
        out.print(table)
    for result in found.results:
        if result.error:
            print_line(out, f"{escape(result.benchmark)}: [red]{escape(result.error)}[/]")
    for environment in found.environments:
        print_line(
            out,
            f"{environment.date}, neurio-gen {environment.neurio_gen}, "
            f"revision {environment.git_revision or 'unknown'}, "
            f"{environment.compiler or 'no compiler'}, {environment.emulator or 'no emulator'}",
            style="dim",
        )
    tell_problems(found)
    return EXIT_OK


@app.command("export", cls=StrictCommand)
def export_run(
    run: RunName,
    output: options.Output = options.DEFAULT_OUTPUT,
    csv: Annotated[
        Path | None, typer.Option(help="One line per result, for spreadsheets.", metavar="FILE")
    ] = None,
    json: Annotated[
        Path | None, typer.Option(help="The documents of the run.", metavar="FILE")
    ] = None,
    junit: Annotated[
        Path | None, typer.Option(help="One test case per result, for CI servers.", metavar="FILE")
    ] = None,
) -> int:
    """Write a run as CSV, JSON or JUnit XML.

    Example:

      neurio-gen results export latest --csv results.csv --junit results.xml
    """
    found = find_run(run, results_dir(output))
    wanted = ((csv, to_csv), (json, to_json), (junit, to_junit))
    if all(path is None for path, _ in wanted):
        raise UsageError("Export to what?", hint="Add --csv FILE, --json FILE or --junit FILE.")
    for path, write in wanted:
        if path is not None:
            write_atomically(path, write(found))
    tell_problems(found)
    return EXIT_OK
