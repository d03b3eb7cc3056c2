"""`neurio-gen sweep`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.markup import escape

from neurio_gen.cli import options
from neurio_gen.cli.console import err, out, print_note, progress_bar
from neurio_gen.cli.groups import Showing, grouped
from neurio_gen.errors import EXIT_FAILED, EXIT_OK, UsageError
from neurio_gen.level import Level
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.report.mode_tables import tables_of
from neurio_gen.results import Result, write_atomically
from neurio_gen.settings import read_settings
from neurio_gen.showing.lines import print_line
from neurio_gen.sweep.executors import DaskCluster, Executor, LocalProcesses
from neurio_gen.sweep.matrix import Matrix, read_matrix, refused
from neurio_gen.sweep.sweep import SECONDS_PER_MODEL, Planned, Swept, plan, sweep

Models = Annotated[
    list[str] | None,
    typer.Argument(
        help="Model files, globs, ids of the catalogue, FILE.py:FUNCTION that yields models, or "
        "one .toml with the whole matrix.",
        metavar="MODELS",
        show_default=False,
    ),
]
Engines = Annotated[
    list[str] | None,
    typer.Option(
        "--engine", help="Engine; may be given several times. Default: aot.", metavar="NAME"
    ),
]
Levels = Annotated[
    list[Level] | None,
    typer.Option(
        "--optimize",
        help="What flash and RAM may be spent on speed: size, balanced, speed; may be given "
        "several times. Default: balanced.",
        metavar="LEVEL",
    ),
]
Modes = Annotated[
    list[str] | None,
    typer.Option(
        "--mode",
        help="performance or verify; may be given several times. Default: performance.",
        metavar="MODE",
    ),
]
Inputs = Annotated[
    int | None,
    typer.Option("--inputs", help="Different inputs per model. Default: 2.", min=1, metavar="N"),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", help="Batches at once. Default: one per core.", min=1, metavar="N"
    ),
]
Port = Annotated[
    str | None,
    typer.Option(
        "--port",
        "-p",
        help="Where real boards are; labgrid:// takes places of a lab that are tagged with the "
        "board. Default: found by their USB ids.",
        metavar="PORT",
    ),
]
Dask = Annotated[
    str | None,
    typer.Option(
        "--dask",
        help="Let a Dask cluster do it: a scheduler's address, or `local`.",
        metavar="ADDRESS",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show the matrix and what is known of it; run nothing.")
]


_MANY = 20
"""Results that one table may have."""
_ENDS = 5
"""How many of the fastest and of the slowest stand for more."""


@grouped
def sweep_models(
    *,
    models: Models = None,
    board: options.Boards = None,
    emulate: options.Emulate = False,
    port: Port = None,
    engine: Engines = None,
    optimize: Levels = None,
    mode: Modes = None,
    inputs: Inputs = None,
    seed: options.Seed = 0,
    output: options.Output = options.DEFAULT_OUTPUT,
    resume: options.Resume = False,
    dry_run: DryRun = False,
    jobs: Workers = None,
    dask: Dask = None,
    json: options.Json = None,
    showing: Showing,
) -> int:
    """Measure many models on many boards: in batches, side by side, each model once.

    Examples:

      neurio-gen sweep 'models/*.tflite' -b nucleo_l4r5zi -b rpipico --emulate

      neurio-gen sweep examples/random_networks.py:networks -b nucleo_l4r5zi --emulate

      neurio-gen sweep sweep.toml --resume

      neurio-gen sweep 'models/*.tflite' -b nucleo_l4r5zi --port labgrid:// --jobs 4
    """
    given: dict[str, Any] = {
        "boards": board,
        "engines": engine,
        "levels": optimize,
        "modes": mode,
        "inputs": inputs,
        "emulate": emulate or None,
        "port": port,
        "seed": seed or None,
    }
    matrix = _matrix(models or [], {name: value for name, value in given.items() if value})
    if matrix.port is None and not matrix.emulate:
        matrix = matrix.model_copy(update={"port": read_settings().device.port})
    if dry_run:
        with progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress:
            planned = plan(matrix, Path(output), resume=True, progress=progress)
        workers = jobs or LocalProcesses().workers
        out.print(_dry_table(planned, workers))
        return EXIT_OK
    executor: Executor = DaskCluster(dask, jobs) if dask else LocalProcesses(jobs)
    with progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress:
        swept = sweep(matrix, output, executor=executor, resume=resume, progress=progress)
    if json is not None:
        write_atomically(json, to_json_of(swept))
    if not showing.quiet:
        _show(swept, verbose=showing.verbose)
    return EXIT_OK if swept.ok else EXIT_FAILED


def _matrix(models: list[str], given: dict[str, Any]) -> Matrix:
    files = [model for model in models if model.endswith(".toml")]
    if files:
        if len(models) > 1 or given:
            raise UsageError(
                f"{files[0]} holds the whole matrix: models, boards and all.",
                hint="Write what is to be added into the file.",
            )
        return read_matrix(Path(files[0]))
    if not models:
        raise UsageError(
            "Nothing to sweep.",
            hint="Name models: files, globs, ids, FILE.py:FUNCTION, or a .toml.",
        )
    given.setdefault("boards", [options.DEFAULT_BOARD])
    try:
        return Matrix.model_validate({"models": models, **given})
    except ValidationError as error:
        raise refused("The sweep", error) from error


def _dry_table(planned: Planned, workers: int) -> FittingTable:
    table = FittingTable("board", "engine", "level", "mode", title="What would be measured")
    for title in ("models", "known", "to do"):
        table.add_column(title, justify="right")
    missing = {id(job) for job in planned.missing}
    cells: Counter[tuple[str, str, str, str]] = Counter()
    known: Counter[tuple[str, str, str, str]] = Counter()
    todo: Counter[tuple[str, str, str, str]] = Counter()
    for job in planned.jobs:
        place = job.board, job.engine, job.level.value, job.mode
        cells[place] += 1
        known[place] += job.key in planned.known
        todo[place] += id(job) in missing
    for place, count in cells.items():
        table.add_row(*place, str(count), str(known[place]), str(todo[place]))
    table.caption = _time(len(planned.missing), workers)
    if planned.failures:
        table.caption += f" {len(planned.failures)} models cannot be obtained."
    return table


def _time(models: int, workers: int) -> str:
    """How long that many may take."""
    if not models:
        return "Nothing is left to measure."
    seconds = SECONDS_PER_MODEL * -(-models // workers) + SECONDS_TO_BEGIN
    length = f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
    return f"About {length} where models are small, {workers} at once."


SECONDS_TO_BEGIN = 8.0
"""Workers' start, and a cold build of the firmware."""


def _show(swept: Swept, *, verbose: bool) -> None:
    """Tables; of many results the fastest and the slowest, unless `verbose`. Then what failed."""
    shortened = False
    for table, results in tables_of(swept.results):
        if verbose or len(results) <= _MANY:
            out.print(table)
            continue
        shortened = True
        good = [each for each in results if each.status == "ok"]
        if results[0].mode == "verify" or len(good) <= 2 * _ENDS:
            print_line(out, f"{table.title}: {len(good)} of {len(results)} exact")
            continue
        ordered = sorted(good, key=_cost)
        for short, _ in tables_of([*ordered[:_ENDS], *ordered[-_ENDS:]]):
            short.title = f"{table.title}: the {_ENDS} fastest and {_ENDS} slowest of {len(good)}"
            out.print(short)
    failures: dict[str, list[str]] = {}
    bad = [(r.benchmark, r.error or r.status) for r in swept.results if r.status != "ok"]
    for name, why in (*bad, *swept.failures):
        failures.setdefault(why, []).append(name)
    for why, names in failures.items():
        who = names if verbose or len(names) <= _ENDS else names[:_ENDS]
        others = f" and {len(names) - len(who)} others" if len(who) < len(names) else ""
        print_line(err, f"[bold red]{escape(', '.join(who))}{others}:[/] {escape(why)}")
    if shortened:
        boards = " ".join(dict.fromkeys(each.board for each in swept.results))
        print_note(f"All of them: neurio-gen report {boards}; or sweep with --resume -v.")


def _cost(result: Result) -> float:
    """What a result goes by, the fastest first: estimated or measured time, or instructions."""
    return result.estimated_latency_us or result.latency_us or result.instructions or 0


def to_json_of(swept: Swept) -> str:
    """The results as the lines of a run have them, a JSON list."""
    return "[" + ",\n".join(result.model_dump_json() for result in swept.results) + "]\n"
