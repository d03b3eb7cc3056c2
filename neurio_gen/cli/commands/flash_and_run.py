"""`neurio-gen flash-and-run`, and the measuring that `run` shares with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from neurio_gen.build import BuiltImage
from neurio_gen.cli import options
from neurio_gen.cli.console import out, print_errors, print_note, progress_report
from neurio_gen.cli.groups import Connection, Generation, Measuring, Selection, Showing, grouped
from neurio_gen.cli.mode_tables import table_of
from neurio_gen.cli.modes import make_mode
from neurio_gen.cli.requests import make_request
from neurio_gen.errors import EXIT_FAILED, EXIT_OK, DeviceError, NeurioGenError
from neurio_gen.pipeline.construct import Construction, construct
from neurio_gen.pipeline.modes import MeasuringMode
from neurio_gen.pipeline.outcome import environment
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.resume import measured_before, missing
from neurio_gen.pipeline.write_flash import needs_flashing, write_flash
from neurio_gen.report.convmixer import vendor_table
from neurio_gen.results import Environment, Result, RunFile, write_document
from neurio_gen.results.resume import Resumable


@grouped
def flash_and_run(
    *,
    selection: Selection,
    generation: Generation,
    connection: Connection,
    measuring: Measuring,
    method: options.Method = None,
    jobs: options.Jobs = None,
    json: options.Json = None,
    showing: Showing,
) -> int:
    """Measure inference: generate, build, flash, run, compare outputs, print a table.

    Examples:

      neurio-gen flash-and-run

      neurio-gen flash-and-run -B kws01 -B 'ic*' --json results.json

      neurio-gen flash-and-run --board nucleo_l4r5zi --model my.tflite

      neurio-gen flash-and-run -B kws01 --mode accuracy --dataset datasets/kws01

      neurio-gen flash-and-run --suite layer-based --resume
    """
    chosen = make_mode(measuring)
    request = make_request(selection, generation, connection, jobs=jobs)
    chosen.check(request)
    with progress_report(verbose=showing.verbose, quiet=showing.quiet) as report:
        report.plan(sum(2 + chosen.steps(benchmark) for benchmark in request.benchmarks))
        subjects = prepare(request, report)
        before = (
            measured_before(request, subjects, chosen.name, report) if measuring.resume else None
        )
        todo = missing(subjects, before)
        constructions = construct(request, todo, report, chosen.build_mode) if todo else ()
        results, errors = run_and_store(
            request, constructions, chosen, report, before=before, method=method, json=json
        )
    return show(request, results, errors, bool(selection.model), showing.quiet)


def run_and_store(
    request: Request,
    constructions: Sequence[Construction],
    mode: MeasuringMode,
    report: Report,
    *,
    before: Resumable | None = None,
    method: str | None = None,
    json: Path | None = None,
    flash: bool = True,
) -> tuple[list[Result], list[NeurioGenError]]:
    """Measure every image and store each result as soon as it exists.

    What was measured `before` is part of the results, and new ones join it in its file.
    """
    known = {name: entry.result for name, entry in before.known.items()} if before else {}
    errors: list[NeurioGenError] = []
    provenance = environment(request)

    def write(image: BuiltImage) -> None:
        report.stage("flash", image.name)
        write_flash(request, image, method)

    flasher = write if flash and needs_flashing(request) else None
    outcomes = mode.measure(request, constructions, flasher, report)
    with closing(outcomes), _open_run(request, before, provenance) as run:
        for result, error in outcomes:
            run.append(result)
            known[result.benchmark] = result
            if error is not None:
                errors.append(error)
            if json:
                write_document(json, provenance, _in_order(request, known))
        report.detail(f"results: {run.path}")
    if json:
        write_document(json, provenance, _in_order(request, known))
    return _in_order(request, known), errors


def _open_run(request: Request, before: Resumable | None, provenance: Environment) -> RunFile:
    if before is not None:
        return RunFile.resume(before.run.path, provenance)
    return RunFile.create(request.output / "results", provenance)


def _in_order(request: Request, known: Mapping[str, Result]) -> list[Result]:
    """The results of the request's benchmarks, as far as there are any."""
    return [known[item.id] for item in request.benchmarks if item.id in known]


def show(
    request: Request,
    results: Sequence[Result],
    errors: Sequence[NeurioGenError],
    own_model: bool,
    quiet: bool,
) -> int:
    """Print table and errors; the exit code."""
    if not quiet and not (own_model and len(results) == len(errors)):
        out.print(table_of(request.board, results))
        if (vendors := vendor_table(request.board, results)) is not None:
            out.print(vendors)
    print_errors(errors)
    measured = sum(result.status == "ok" for result in results)
    if measured and any(isinstance(error, DeviceError) for error in errors):
        print_note(f"{measured} of {len(results)} are measured and kept; --resume goes on.")
    if own_model and errors:
        return errors[0].exit_code
    return EXIT_FAILED if errors else EXIT_OK
