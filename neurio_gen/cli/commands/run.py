"""`neurio-gen run`."""

from __future__ import annotations

from neurio_gen.cli import options
from neurio_gen.cli.commands.flash_and_run import run_and_store, show
from neurio_gen.cli.console import progress_report
from neurio_gen.cli.requests import make_request
from neurio_gen.pipeline.construct import built_before
from neurio_gen.pipeline.measure import MEASURE_STEPS
from neurio_gen.pipeline.prepare import prepare


def run(
    *,
    board: options.Board = options.DEFAULT_BOARD,
    benchmark: options.Benchmarks = None,
    suite: options.Suites = None,
    model: options.ModelFiles = None,
    models: options.Models = None,
    weights: options.Weights = options.DEFAULT_WEIGHTS,
    seed: options.Seed = 0,
    output: options.Output = options.DEFAULT_OUTPUT,
    kernels: options.Kernels = None,
    port: options.Port = None,
    baud: options.Baud = None,
    emulate: options.Emulate = False,
    json: options.Json = None,
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> int:
    """Measure images that were built (and, for boards, flashed) before.

    Example:

      neurio-gen build --board mps2_an386 && neurio-gen run --board mps2_an386
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
        templates=None,
        port=port,
        baud=baud,
        emulate=emulate,
    )
    with progress_report(verbose=verbose, quiet=quiet) as report:
        report.plan((1 + MEASURE_STEPS) * len(request.benchmarks))
        constructions = built_before(request, prepare(request, report, write=False))
        results, errors = run_and_store(request, constructions, None, json, report, flash=False)
    return show(request, results, errors, bool(model), quiet)
