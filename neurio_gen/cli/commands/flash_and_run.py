"""`neurio-gen flash-and-run`."""

from __future__ import annotations

from neurio_gen.cli import options
from neurio_gen.cli.console import progress_bar
from neurio_gen.cli.each_board import each_board, file_for
from neurio_gen.cli.groups import (
    Connection,
    Flashing,
    Generation,
    Measuring,
    Selection,
    Showing,
    grouped,
)
from neurio_gen.cli.modes import make_mode
from neurio_gen.cli.outcome import show
from neurio_gen.cli.requests import make_request
from neurio_gen.pipeline.measure import measure


@grouped
def flash_and_run(
    *,
    selection: Selection,
    generation: Generation,
    connection: Connection,
    measuring: Measuring,
    flashing: Flashing,
    jobs: options.Jobs = None,
    json: options.Json = None,
    showing: Showing,
) -> int:
    """Measure inference: generate, build, flash, run, compare outputs, print a table.

    Examples:

      neurio-gen flash-and-run

      neurio-gen flash-and-run -B kws01 -B 'ic*' --json results.json

      neurio-gen flash-and-run my.tflite --board nucleo_l4r5zi --emulate

      neurio-gen flash-and-run my.keras --calibrate x_train.npy

      neurio-gen flash-and-run models/ -b nucleo_l4r5zi -b rpipico --emulate

      neurio-gen flash-and-run -B kws01 --mode accuracy --dataset datasets/kws01

      neurio-gen flash-and-run --suite layer-based --resume

      neurio-gen flash-and-run -B kws01 -b nucleo_l4r5zi --port labgrid://nucleo-1
    """

    def work(board: str) -> int:
        request = make_request(
            selection,
            generation,
            connection,
            board=board,
            jobs=jobs,
            flashing=flashing,
            resume=measuring.resume,
        )
        with progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress:
            document = file_for(json, selection, board)
            measured = measure(request, make_mode(measuring), progress, json=document)
        return show(request.board, measured, selection, quiet=showing.quiet)

    return each_board(selection, work)
