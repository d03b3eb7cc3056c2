"""`neurio-gen estimate`."""

from __future__ import annotations

import json as json_text
from dataclasses import asdict, replace
from typing import Annotated, Any

import typer

from neurio_gen.boards import load_board
from neurio_gen.cli import options
from neurio_gen.cli.console import out, print_error, print_note, progress_bar
from neurio_gen.cli.groups import Selection, Showing, grouped
from neurio_gen.cli.requests import chosen_benchmarks
from neurio_gen.errors import EXIT_OK, NeurioGenError
from neurio_gen.estimation import Estimate, estimate
from neurio_gen.level import Level
from neurio_gen.models import ModelOptions, obtain_all
from neurio_gen.pipeline.telling import random_weights_note, title
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.results import write_atomically

Levels = Annotated[
    list[Level] | None,
    typer.Option(
        "--optimize",
        help="What flash and RAM may be spent on speed: size, balanced, speed; may be given "
        "several times. Default: balanced.",
        metavar="LEVEL",
    ),
]


@grouped
def estimate_models(
    *,
    selection: Selection,
    optimize: Levels = None,
    json: options.Json = None,
    showing: Showing,
) -> int:
    """Estimate instructions and cycles of models on a board; nothing is built or run.

    Example:

      neurio-gen estimate my.tflite --board nucleo_l4r5zi --optimize size --optimize speed
    """
    benchmarks = chosen_benchmarks(selection)
    models = ModelOptions(
        models_dir=selection.models,
        weights=selection.weights,
        seed=selection.seed,
        calibration=selection.calibrate,
    )
    with progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress:
        obtained = obtain_all([each.source for each in benchmarks], models, progress)
    notes = [note for model in obtained for note in model.notes]
    if random := random_weights_note(benchmarks, obtained):
        notes.append(random)
    found: list[Estimate] = []
    code = EXIT_OK
    for board in map(load_board, selection.boards):
        for level in optimize or [Level.BALANCED]:
            for benchmark, model in zip(benchmarks, obtained, strict=True):
                try:
                    each = estimate(model.tflite, board, level, title(benchmark))
                    found.append(replace(each, model=benchmark.name))
                except NeurioGenError as error:
                    if len(benchmarks) == 1:
                        raise
                    print_error(error)
                    code = max(code, error.exit_code)
    for note in dict.fromkeys((*notes, *(note for each in found for note in each.notes))):
        print_note(note)
    if json is not None:
        write_atomically(json, json_text.dumps([_record(each) for each in found], indent=1) + "\n")
    if found and not showing.quiet:
        out.print(_table(found))
    return code


def _record(each: Estimate) -> dict[str, Any]:
    return asdict(each) | {"level": each.level.value}


def _table(estimates: list[Estimate]) -> FittingTable:
    """Boards and levels have columns where there are several, cycles where any are estimated."""
    boards = list(dict.fromkeys(each.board for each in estimates))
    levels = list(dict.fromkeys(each.level.value for each in estimates))
    same = [*([boards[0]] if len(boards) == 1 else []), *([levels[0]] if len(levels) == 1 else [])]
    table = FittingTable(title=", ".join([*same, "estimated"]), spare=("constants", "MACs"))
    table.add_column("model")
    for place, several in (("board", len(boards) > 1), ("level", len(levels) > 1)):
        if several:
            table.add_column(place)
    timed = any(each.cycles is not None for each in estimates)
    times = ("est. cycles", "est. ms") if timed else ()
    for heading in ("MACs", "est. instructions", *times, "constants", "model RAM"):
        table.add_column(heading, justify="right")
    for each in estimates:
        table.add_row(
            each.model,
            *((each.board,) if len(boards) > 1 else ()),
            *((each.level.value,) if len(levels) > 1 else ()),
            f"{each.macs:,}",
            _count(each.instructions),
            *((_count(each.cycles), _milliseconds(each)) if timed else ()),
            f"{each.constant_bytes:,}",
            f"{each.ram_bytes:,}",
        )
    unpriced = dict.fromkeys(kernel for each in estimates for kernel in each.unpriced)
    notes = ["Estimated from the plan, in bytes and ms; nothing was run. Not a silicon timing."]
    if unpriced:
        notes.append(f"Models with {', '.join(unpriced)} have no estimate: no rates for these.")
    rough = dict.fromkeys(kernel for each in estimates for kernel in each.rough)
    if rough:
        notes.append(f"Estimates of {', '.join(rough)} may be more than 10 % off.")
    table.caption = "\n".join(notes)
    return table


def _milliseconds(each: Estimate) -> str:
    return "-" if each.latency_us is None else f"{each.latency_us / 1000:.2f}"


def _count(number: float | None) -> str:
    return "-" if number is None else f"{number:,.0f}"
