"""`neurio-gen verify`."""

from __future__ import annotations

from typing import Annotated

import typer

from neurio_gen.cli import options
from neurio_gen.cli.console import out, progress_report
from neurio_gen.cli.groups import Connection, Generation, Selection, Showing, grouped
from neurio_gen.cli.requests import make_request
from neurio_gen.cli.verdict import conclude
from neurio_gen.pipeline.bench import Bench
from neurio_gen.pipeline.claim import claimed
from neurio_gen.pipeline.construct import construct
from neurio_gen.pipeline.keep import keeping
from neurio_gen.pipeline.measure import Measurement, verify_all
from neurio_gen.pipeline.outcome import verify_result
from neurio_gen.pipeline.prepare import prepare


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
        with claimed(request.output, report):
            constructions = construct(request, prepare(request, report, compared=True), report)
        items: list[Measurement] = []
        with Bench(request, report=report) as bench, keeping(request, json=json) as kept:
            for item in verify_all(request, constructions, samples, bench, report):
                items.append(item)
                kept.add(verify_result(request, item), item.error)
    for item in items:
        if item.verification is not None and not showing.quiet:
            compared = f"{item.verification.compared} of {samples} inputs"
            tolerance = item.benchmark.tolerance
            equal = f"within {tolerance} of TensorFlow's codes" if tolerance else "exact"
            state = equal if item.verification.exact else "[bold red]differs[/]"
            on = f"on {request.board.id}, seed {request.seed}"
            out.print(f"{item.benchmark.id}: {state}, {compared} {on}")
    return conclude(selection, kept.outcomes)
