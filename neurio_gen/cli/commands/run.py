"""`neurio-gen run`."""

from __future__ import annotations

from neurio_gen.cli import options
from neurio_gen.cli.console import progress_bar
from neurio_gen.cli.groups import Connection, Generation, Measuring, Selection, Showing, grouped
from neurio_gen.cli.modes import make_mode
from neurio_gen.cli.outcome import show
from neurio_gen.cli.requests import make_request
from neurio_gen.pipeline.measure import measure


@grouped
def run(
    *,
    selection: Selection,
    generation: Generation,
    connection: Connection,
    measuring: Measuring,
    json: options.Json = None,
    showing: Showing,
) -> int:
    """Measure images that were built (and, for boards, flashed) before.

    Examples:

      neurio-gen build --board mps2_an386 && neurio-gen run --board mps2_an386

      neurio-gen run --board nucleo_l4r5zi --baud 921600

      neurio-gen run -B kws01 --mode accuracy --dataset datasets/kws01 --resume
    """
    mode = make_mode(measuring)
    request = make_request(selection, generation, connection, resume=measuring.resume)
    with progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress:
        measured = measure(request, mode, progress, build=False, json=json)
    return show(request.board, measured, selection, quiet=showing.quiet)
