"""`neurio-gen verify`."""

from __future__ import annotations

from typing import Annotated

import typer

from neurio_gen.cli import options
from neurio_gen.cli.console import out, print_errors, progress_report
from neurio_gen.cli.requests import make_request
from neurio_gen.errors import EXIT_FAILED, EXIT_OK
from neurio_gen.pipeline.bench import Bench
from neurio_gen.pipeline.construct import construct
from neurio_gen.pipeline.measure import verify_all
from neurio_gen.pipeline.outcome import environment, verify_result
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.results import write_document


def verify(
    *,
    board: options.Board = options.DEFAULT_BOARD,
    benchmark: options.Benchmarks = None,
    suite: options.Suites = None,
    model: options.ModelFiles = None,
    samples: Annotated[int, typer.Option(help="Inputs to compare.", min=1)] = 20,
    seed: options.Seed = 0,
    models: options.Models = None,
    weights: options.Weights = options.DEFAULT_WEIGHTS,
    output: options.Output = options.DEFAULT_OUTPUT,
    kernels: options.Kernels = None,
    templates: options.Templates = None,
    port: options.Port = None,
    baud: options.Baud = None,
    emulate: options.Emulate = False,
    jobs: options.Jobs = None,
    json: options.Json = None,
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> int:
    """Compare every output byte of the firmware with TFLite Micro's, on random inputs.

    Examples:

      neurio-gen verify --model my.tflite --samples 100 --seed 7

      neurio-gen verify --board native --suite tiny_ml_perf
    """
    request = make_request(
        board=board,
        benchmarks=benchmark,
        suites=suite,
        model_files=model,
        models=models,
        weights=weights,
        seed=seed,
        output=output,
        kernels=kernels,
        templates=templates,
        jobs=jobs,
        port=port,
        baud=baud,
        emulate=emulate,
    )
    with progress_report(verbose=verbose, quiet=quiet) as report:
        report.plan((2 + samples) * len(request.benchmarks))
        constructions = construct(request, prepare(request, report), report)
        with Bench(request) as bench:
            items = list(verify_all(request, constructions, samples, bench, report))
    if json:
        write_document(json, environment(request), [verify_result(request, i) for i in items])
    errors = [item.error for item in items if item.error is not None]
    for item in items:
        if item.verification is not None and not quiet:
            compared = f"{item.verification.compared} of {samples} inputs"
            state = "exact" if item.verification.exact else "[bold red]differs[/]"
            out.print(f"{item.benchmark.id}: {state}, {compared} on {board}, seed {seed}")
    print_errors(errors)
    if model and errors:
        return errors[0].exit_code
    return EXIT_FAILED if errors else EXIT_OK
