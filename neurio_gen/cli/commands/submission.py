"""`neurio-gen submission`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from neurio_gen.cli import options
from neurio_gen.cli.commands.results import results_dir
from neurio_gen.cli.console import out
from neurio_gen.errors import EXIT_FAILED, EXIT_OK, UsageError
from neurio_gen.models.cache import sha256_of
from neurio_gen.models.file import read_file
from neurio_gen.results import Run, read_runs
from neurio_gen.showing.lines import print_line
from neurio_gen.submission import (
    OwnModel,
    check_tree,
    gather,
    gather_sessions,
    home_of,
    read_sessions,
    read_system,
    write_code,
    write_tree,
)
from neurio_gen.submission.rules import STREAMING, model_of
from neurio_gen.submission.sessions import RunnerSession


class DivisionName(str, Enum):
    """The divisions of MLPerf Tiny."""

    CLOSED = "closed"
    OPEN = "open"


def submission(
    *,
    results: Annotated[
        Path, typer.Option(help="The folder of runs, or the --output of the runs.", metavar="DIR")
    ] = options.DEFAULT_OUTPUT,
    org: Annotated[str | None, typer.Option(help="Who submits.", metavar="NAME")] = None,
    division: Annotated[DivisionName, typer.Option(help="Division.")] = DivisionName.CLOSED,
    system: Annotated[
        Path | None,
        typer.Option(help="Description of the system, JSON; names the system.", metavar="FILE"),
    ] = None,
    board: Annotated[
        str | None,
        typer.Option("--board", "-b", help="Board, if the runs are of several.", metavar="ID"),
    ] = None,
    benchmark: options.Benchmarks = None,
    runner_sessions: Annotated[
        Path | None,
        typer.Option(
            help="Take sessions of the official runner: its folder `sessions`.", metavar="DIR"
        ),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(
            "--model", "-m", help="Open division: your own model for the benchmark.", metavar="FILE"
        ),
    ] = None,
    model_description: Annotated[
        Path | None,
        typer.Option(
            help="Open division: a text about the model's origin, training and quantisation.",
            metavar="FILE",
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The tree's folder.", metavar="DIR")
    ] = Path("submission"),
    check: Annotated[
        Path | None, typer.Option(help="Check a tree instead of writing one.", metavar="DIR")
    ] = None,
) -> int:
    """Write an MLPerf Tiny submission from results measured on silicon, or check one.

    Examples:

      neurio-gen submission --org Example --system NUCLEO_L4R5ZI.json --runner-sessions sessions

      neurio-gen submission --org Example --system NUCLEO_L4R5ZI.json --division open -B kws01
      --model my.tflite --model-description my-model.md

      neurio-gen submission --check submission
    """
    if check is not None:
        return _check(check)
    if org is None or system is None:
        raise UsageError(
            "A submission needs --org NAME and --system FILE.",
            hint="docs/submission.md has an example of such a file; --check DIR checks a tree.",
        )
    home = home_of(output, division.value, org)
    described = read_system(system)
    own = _own_model(model, model_description, division, benchmark)
    kept = results_dir(results)
    if runner_sessions is not None:
        sessions = read_sessions(runner_sessions)
        evidence = gather_sessions(sessions, _named(benchmark), division.value)
        chosen = board or _board_of(sessions)
    else:
        runs = tuple(read_runs(kept))
        chosen = board or _only_board(runs, kept)
        named = _named(benchmark) or _ran(runs, chosen)
        sha256 = None if own is None else sha256_of(read_file(own.file))
        evidence = gather(runs, chosen, named, division.value, sha256)
    folder = write_tree(home, described, evidence, logs=kept.parent / "logs")
    write_code(home, described.name, evidence, kept.parent / "generated" / chosen, own)
    print_line(out, f"{escape(str(folder))}: {', '.join(item.model.folder for item in evidence)}")
    return _check(output)


def _own_model(
    model: Path | None,
    description: Path | None,
    division: DivisionName,
    benchmark: list[str] | None,
) -> OwnModel | None:
    """The submitter's own model. Raises UsageError where the rules do not have it so."""
    if model is None:
        return None
    if division is not DivisionName.OPEN:
        raise UsageError(
            "The closed division takes the official models.", hint="--model: --division open."
        )
    if benchmark is None or len(_named(benchmark) or ()) != 1:
        raise UsageError(
            f"Which benchmark does {model} stand for?", hint="Name one, such as -B kws01."
        )
    if description is None or not description.is_file():
        raise UsageError(
            "The open division asks for a text about the model: where it comes from, how it was "
            "trained and quantised.",
            hint="Name the file: --model-description my-model.md.",
        )
    return OwnModel(model, description)


def _board_of(sessions: Sequence[RunnerSession]) -> str:
    """The board that sessions are of, by what the device calls itself; empty for others' names."""
    names = {one.device for one in sessions if one.device}
    boards = {name.partition("/")[2] for name in names if "/" in name}
    return boards.pop() if len(boards) == 1 else ""


def _check(tree: Path) -> int:
    findings = check_tree(tree)
    for finding in findings:
        kind = "[bold red]error:[/]" if finding.is_error else "[bold yellow]warning:[/]"
        detail = f" ({escape(finding.detail)})" if finding.detail else ""
        rule = escape(finding.rule.value)
        print_line(out, f"{kind} {escape(finding.path)}{detail}\n  rule: {rule}")
    errors = sum(finding.is_error for finding in findings)
    print_line(out, f"{escape(str(tree))}: {errors} errors, {len(findings) - errors} warnings")
    return EXIT_FAILED if errors else EXIT_OK


def _only_board(runs: tuple[Run, ...], folder: Path) -> str:
    """The board that the runs are of. Raises UsageError where that is not one."""
    boards = dict.fromkeys(result.board for run in runs for result in run.results)
    if len(boards) == 1:
        return next(iter(boards))
    if not boards:
        raise UsageError(f"There are no results in {folder}.", hint="Name the folder: --results.")
    raise UsageError(
        f"The results are of several boards: {', '.join(boards)}.", hint="Choose one: --board ID."
    )


def _named(patterns: list[str] | None) -> list[str] | None:
    """What is asked for; None without patterns."""
    if not patterns:
        return None
    from neurio_gen.benchmarks import find

    return [benchmark.id for benchmark in find(patterns)]


def _ran(runs: tuple[Run, ...], board: str) -> list[str]:
    """What was run of MLPerf Tiny but for streaming."""
    ran = dict.fromkeys(
        result.benchmark for run in runs for result in run.results if result.board == board
    )
    models = {name: model_of(name) for name in ran}
    named = [name for name, model in models.items() if model and model.benchmark != STREAMING]
    if not named:
        raise UsageError(
            f"No benchmark of MLPerf Tiny was run on {board}.",
            hint=f"neurio-gen flash-and-run --board {board} --suite tiny_ml_perf",
        )
    return sorted(named)
