"""`neurio-gen export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from neurio_gen.cli import completion, options
from neurio_gen.cli.console import out, print_note, progress_bar
from neurio_gen.cli.groups import Generation, Selection, Showing, grouped
from neurio_gen.cli.requests import make_request
from neurio_gen.engines import AotEngine
from neurio_gen.errors import EXIT_OK, UsageError
from neurio_gen.export.library import Library
from neurio_gen.isa import Isa
from neurio_gen.level import Level
from neurio_gen.pipeline.export import Kernels, export
from neurio_gen.progress import PlannedStage
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.showing.lines import print_line

Folder = Annotated[
    Path,
    typer.Option(
        "--output", "-o", help="Folder of the library: new, or an earlier export.", metavar="DIR"
    ),
]
Board = Annotated[
    str | None,
    typer.Option(
        "--board",
        "-b",
        help="Kernels for this board's core, chosen for its memory.",
        autocompletion=completion.complete_board,
        metavar="ID",
    ),
]
InstructionSet = Annotated[
    Isa | None,
    typer.Option(
        "--isa",
        help=f"Kernels for this instruction set: {', '.join(isa.value for isa in Isa)}. Default: "
        "generic, any CPU.",
        metavar="NAME",
    ),
]


@grouped
def export_models(
    *,
    output: Folder,
    files: options.Files = None,
    model: options.ModelFiles = None,
    calibrate: options.Calibration = None,
    benchmark: options.Benchmarks = None,
    board: Board = None,
    isa: InstructionSet = None,
    optimize: options.Optimize = None,
    models: options.Models = None,
    weights: options.Weights = options.DEFAULT_WEIGHTS,
    seed: options.Seed = 0,
    templates: options.Templates = None,
    showing: Showing,
) -> int:
    """Write models as a C++ library for your own project.

    It is a library for CMake, PlatformIO, Arduino and Zephyr: the model, the kernels that it uses,
    a header for C and C++, and an example that checks one inference. It has no protocol and no
    board code.

    Examples:

      neurio-gen export my.tflite -o my_model

      neurio-gen export -B kws01 --isa dsp -o keywords
    """
    if not files and not model and not benchmark:
        raise UsageError(
            "Nothing is named to export.",
            hint="Name a file: neurio-gen export my.tflite -o DIR; or --benchmark NAME.",
        )
    selection = Selection(
        files=files,
        board=[board] if board else None,
        benchmark=benchmark,
        model=model,
        calibrate=calibrate,
        models=models,
        weights=weights,
        seed=seed,
        output=output,
    )
    request = make_request(selection, Generation(optimize=optimize, templates=templates))
    chosen = isa or (request.board.isa if board else Isa.GENERIC)
    if board:
        AotEngine(chosen).check(request.board)
    kernels = Kernels(chosen, optimize or Level.BALANCED, board=board is not None)
    with progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress:
        progress.plan([PlannedStage("export", len(request.benchmarks))])
        library = export(request, kernels, progress)
    for item in library.models:
        if item.random:
            print_note(f"{item.id}: random weights; its outputs mean nothing.")
    if not showing.quiet:
        out.print(_table(library))
        print_line(out, escape(f"Written to {output}; begin with README.md there."))
    return EXIT_OK


def _table(library: Library) -> FittingTable:
    """What each model needs, in bytes."""
    table = FittingTable(title=f"{library.name} for {library.isa.value}", spare=("kernels",))
    table.add_column("model")
    for heading in ("constants", "arena", "inputs and outputs", "kernels"):
        table.add_column(heading, justify="right")
    for model in library.models:
        plan = model.plan
        numbers = (plan.constant_bytes, plan.memory_bytes, model.port_bytes, len(model.kernels))
        table.add_row(model.id, *(f"{number:,}" for number in numbers))
    return table
