"""`neurio-gen run`."""

from __future__ import annotations

from neurio_gen.cli import options
from neurio_gen.cli.commands.flash_and_run import run_and_store, show
from neurio_gen.cli.console import progress_report
from neurio_gen.cli.modes import ModeName, make_mode
from neurio_gen.cli.requests import make_request
from neurio_gen.pipeline.construct import built_before
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.resume import measured_before, missing


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
    mode: options.Mode = ModeName.PERFORMANCE,
    dataset: options.DatasetFolder = None,
    resume: options.Resume = False,
    power_monitor: options.PowerMonitor = None,
    interface: options.Interface = None,
    volts: options.Volts = None,
    json: options.Json = None,
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> int:
    """Measure images that were built (and, for boards, flashed) before.

    Example:

      neurio-gen build --board mps2_an386 && neurio-gen run --board mps2_an386
    """
    chosen = make_mode(
        mode,
        dataset=dataset,
        resume=resume,
        power_monitor=power_monitor,
        interface=interface,
        volts=volts,
    )
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
    chosen.check(request)
    with progress_report(verbose=verbose, quiet=quiet) as report:
        report.plan(sum(1 + chosen.steps(benchmark) for benchmark in request.benchmarks))
        subjects = prepare(request, report, write=False)
        before = measured_before(request, subjects, chosen.name, report) if resume else None
        constructions = built_before(request, missing(subjects, before), chosen.build_mode)
        results, errors = run_and_store(
            request, constructions, chosen, report, before=before, json=json, flash=False
        )
    return show(request, results, errors, bool(model), quiet)
