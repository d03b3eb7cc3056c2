"""`neurio-gen verify`."""

from __future__ import annotations

from typing import Annotated

import typer

from neurio_gen.cli import options
from neurio_gen.cli.console import out, print_errors, progress_report
from neurio_gen.cli.groups import Connection, Generation, Selection, Showing, grouped
from neurio_gen.cli.requests import make_request
from neurio_gen.errors import EXIT_FAILED, EXIT_OK
from neurio_gen.pipeline.bench import Bench
from neurio_gen.pipeline.construct import construct
from neurio_gen.pipeline.measure import verify_all
from neurio_gen.pipeline.outcome import environment, verify_result
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.results import write_document


@grouped
def verify(
    *,
    selection: Selection,
    generation: Generation,
    connection: Connection,
    samples: Annotated[int, typer.Option(help="Inputs to compare.", min=1)] = 20,
    jobs: options.Jobs = None,
    json: options.Json = None,
    showing: Showing,
) -> int:
    """Compare every output byte of the firmware with TFLite Micro's, on random inputs.

    Examples:

      neurio-gen verify --model my.tflite --samples 100 --seed 7

      neurio-gen verify --board native --suite tiny_ml_perf
    """
    request = make_request(selection, generation, connection, jobs=jobs)
    with progress_report(verbose=showing.verbose, quiet=showing.quiet) as report:
        report.plan((2 + samples) * len(request.benchmarks))
        constructions = construct(request, prepare(request, report), report)
        with Bench(request, report=report) as bench:
            items = list(verify_all(request, constructions, samples, bench, report))
    if json:
        write_document(json, environment(request), [verify_result(request, i) for i in items])
    errors = [item.error for item in items if item.error is not None]
    for item in items:
        if item.verification is not None and not showing.quiet:
            compared = f"{item.verification.compared} of {samples} inputs"
            state = "exact" if item.verification.exact else "[bold red]differs[/]"
            on = f"on {request.board.id}, seed {request.seed}"
            out.print(f"{item.benchmark.id}: {state}, {compared} {on}")
    print_errors(errors)
    if selection.model and errors:
        return errors[0].exit_code
    return EXIT_FAILED if errors else EXIT_OK
