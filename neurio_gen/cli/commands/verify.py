"""`neurio-gen verify`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from neurio_gen.cli import options
from neurio_gen.cli.console import out, progress_bar
from neurio_gen.cli.each_board import each_board, file_for
from neurio_gen.cli.groups import Connection, Flashing, Generation, Selection, Showing, grouped
from neurio_gen.cli.requests import make_request
from neurio_gen.cli.verdict import conclude
from neurio_gen.pipeline.measure import measure
from neurio_gen.pipeline.modes.verify import SAMPLES, VerifyMode
from neurio_gen.pipeline.request import Request
from neurio_gen.results import Result
from neurio_gen.showing.lines import print_line


@grouped
def verify(
    *,
    selection: Selection,
    generation: Generation,
    connection: Connection,
    samples: Annotated[int, typer.Option(help="Inputs to compare.", min=1, metavar="N")] = SAMPLES,
    flashing: Flashing,
    resume: options.Resume = False,
    jobs: options.Jobs = None,
    json: options.Json = None,
    showing: Showing,
) -> int:
    """Compare every output byte of the firmware with TFLite Micro's, on random inputs.

    Examples:

      neurio-gen verify --model my.tflite --samples 100 --seed 7

      neurio-gen verify --board native --suite tiny_ml_perf
    """

    def work(board: str) -> int:
        request = make_request(
            selection,
            generation,
            connection,
            board=board,
            jobs=jobs,
            flashing=flashing,
            resume=resume,
        )
        with progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress:
            document = file_for(json, selection, board)
            measured = measure(request, VerifyMode(samples), progress, json=document)
        if not showing.quiet:
            for result in measured.results:
                _print(result, samples, request)
        return conclude(selection, measured.errors)

    return each_board(selection, work)


def _print(result: Result, samples: int, request: Request) -> None:
    if result.samples is None:  # nothing was run
        return
    equal = "exact" if result.bit_exact else result.bit_exact_reason
    state = equal if result.status == "ok" else "[bold red]differs[/]"
    compared = f"{result.samples} of {samples} inputs"
    where = f"on {request.board.id}, seed {request.seed}"
    print_line(out, f"{escape(result.benchmark)}: {state}, {compared} {where}")
