"""`neurio-gen build`."""

from __future__ import annotations

from neurio_gen.cli import options
from neurio_gen.cli.console import out, print_errors, progress_report
from neurio_gen.cli.modes import ModeName, build_mode
from neurio_gen.cli.requests import make_request
from neurio_gen.cli.tables import memory_table
from neurio_gen.errors import EXIT_FAILED, EXIT_OK
from neurio_gen.pipeline.construct import construct
from neurio_gen.pipeline.outcome import build_results, environment
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.results import write_document


def build(
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
    templates: options.Templates = None,
    mode: options.Mode = ModeName.PERFORMANCE,
    jobs: options.Jobs = None,
    json: options.Json = None,
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> int:
    """Generate sources and build an image of each benchmark: ELF, BIN and its use of memory.

    Examples:

      neurio-gen build --board nucleo_l4r5zi

      neurio-gen build --board nucleo_l4r5zi --model my.tflite --json sizes.json
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
    )
    with progress_report(verbose=verbose, quiet=quiet) as report:
        report.plan(2 * len(request.benchmarks))
        constructions = construct(request, prepare(request, report), report, build_mode(mode))
    if json:
        write_document(json, environment(request), build_results(request, constructions))
    if not quiet:
        out.print(memory_table(request.board, constructions))
    errors = [item.error for item in constructions if item.error is not None]
    print_errors(errors)
    if model and errors:
        return errors[0].exit_code
    return EXIT_FAILED if errors else EXIT_OK
