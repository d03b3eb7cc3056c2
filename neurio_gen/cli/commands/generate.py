"""`neurio-gen generate`."""

from __future__ import annotations

from neurio_gen.cli import options
from neurio_gen.cli.console import out, progress_report
from neurio_gen.cli.requests import make_request
from neurio_gen.errors import EXIT_FAILED, EXIT_OK
from neurio_gen.pipeline.prepare import prepare


def generate(
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
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> int:
    """Turn models into C++ sources, one folder an image, and stop there.

    Example:

      neurio-gen generate --board nucleo_l4r5zi --model my.tflite
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
    )
    with progress_report(verbose=verbose, quiet=quiet) as report:
        report.plan(len(request.benchmarks))
        subjects = prepare(request, report)
    unsupported = [subject.problem for subject in subjects if subject.problem]
    if not quiet:
        for subject in subjects:
            if subject.image is not None:
                out.print(f"{subject.benchmark.id}: {subject.image.directory}", soft_wrap=True)
    if unsupported and model:
        raise unsupported[0]
    for problem in unsupported:
        out.print(problem.message, soft_wrap=True)
    return EXIT_FAILED if unsupported else EXIT_OK
