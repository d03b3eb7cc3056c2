"""`neurio-gen run`."""

from __future__ import annotations

from neurio_gen.cli import options
from neurio_gen.cli.commands.flash_and_run import run_and_store, show
from neurio_gen.cli.console import progress_report
from neurio_gen.cli.groups import Connection, Generation, Measuring, Selection, Showing, grouped
from neurio_gen.cli.modes import make_mode
from neurio_gen.cli.requests import make_request
from neurio_gen.pipeline.construct import built_before
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.resume import measured_before, missing


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
    chosen = make_mode(measuring)
    request = make_request(selection, generation, connection)
    chosen.check(request)
    with progress_report(verbose=showing.verbose, quiet=showing.quiet) as report:
        report.plan(sum(1 + chosen.steps(benchmark) for benchmark in request.benchmarks))
        subjects = prepare(request, report, write=False, compared=True)
        before = (
            measured_before(request, subjects, chosen.name, report) if measuring.resume else None
        )
        constructions = built_before(request, missing(subjects, before), chosen.build_mode)
        kept = run_and_store(request, constructions, chosen, report, before=before, json=json)
    return show(request, kept, selection, showing.quiet)
