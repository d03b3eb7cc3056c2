"""`neurio-gen build`."""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.cli import options
from neurio_gen.cli.console import out, progress_bar
from neurio_gen.cli.each_board import each_board, file_for
from neurio_gen.cli.groups import Generation, Selection, Showing, grouped
from neurio_gen.cli.modes import build_mode
from neurio_gen.cli.requests import make_request
from neurio_gen.cli.tables import memory_table
from neurio_gen.cli.verdict import conclude
from neurio_gen.pipeline.claim import claimed
from neurio_gen.pipeline.construct import beginning, construct
from neurio_gen.pipeline.outcome import build_results, environment
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.stages import errors_of
from neurio_gen.progress import PlannedStage
from neurio_gen.results import write_document


@grouped
def build(
    *,
    selection: Selection,
    generation: Generation,
    mode: options.Mode = options.ModeName.PERFORMANCE,
    baud: options.BootBaud = None,
    jobs: options.Jobs = None,
    json: options.Json = None,
    showing: Showing,
) -> int:
    """Generate sources and build images: ELF, BIN and their use of memory.

    Examples:

      neurio-gen build --board nucleo_l4r5zi

      neurio-gen build --board nucleo_l4r5zi --model my.tflite --json sizes.json

      neurio-gen build --board nucleo_l4r5zi -B ad01 --baud 921600
    """

    def work(board: str) -> int:
        request = make_request(selection, generation, board=board, jobs=jobs)
        variant = build_mode(mode, request.board)
        with progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress:
            count = len(request.benchmarks)
            built = PlannedStage(f"build for {request.board.id}", count, at_once=True)
            progress.plan([PlannedStage("compile", count), built])
            request = replace(request, board=request.board.at(baud))
            with claimed(request.output, progress), beginning(request, variant) as begun:
                prepared = prepare(request, progress)
                items = construct(request, prepared, progress, variant, begun=begun)
        if (document := file_for(json, selection, board)) is not None:
            write_document(document, environment(request), build_results(request, items))
        if not showing.quiet:
            out.print(memory_table(request.board, items))
        return conclude(selection, errors_of(items))

    return each_board(selection, work)
