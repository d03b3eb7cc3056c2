"""`neurio-gen flash`."""

from __future__ import annotations

from neurio_gen.cli import options
from neurio_gen.cli.console import out, progress_report
from neurio_gen.cli.requests import make_request
from neurio_gen.errors import UsageError
from neurio_gen.pipeline.construct import built_before
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.write_flash import write_flash


def flash(
    *,
    board: options.Board = "nucleo_l4r5zi",
    benchmark: options.Benchmarks = None,
    model: options.ModelFiles = None,
    models: options.Models = None,
    weights: options.Weights = options.DEFAULT_WEIGHTS,
    seed: options.Seed = 0,
    output: options.Output = options.DEFAULT_OUTPUT,
    method: options.Method = None,
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> None:
    """Write an image that was built before into a board's flash.

    Example:

      neurio-gen flash --board nucleo_l4r5zi -B kws01 --method stlink
    """
    request = make_request(
        board=board,
        benchmarks=benchmark,
        suites=None,
        model_files=model,
        models=models,
        weights=weights,
        seed=seed,
        output=output,
        templates=None,
    )
    if len(request.benchmarks) != 1:
        raise UsageError(
            f"{len(request.benchmarks)} benchmarks are named; a board holds one image.",
            hint="Name one, such as --benchmark kws01.",
        )
    with progress_report(verbose=verbose, quiet=quiet) as report:
        (subject,) = prepare(request, report, write=False)
        if subject.problem is not None:
            raise subject.problem
        (construction,) = built_before(request, [subject])
        assert construction.image is not None
        report.stage("flash", construction.image.name)
        used = write_flash(request, construction.image, method)
    if not quiet:
        out.print(f"{construction.image.name} is on {request.board.id}, written by {used.name}.")
