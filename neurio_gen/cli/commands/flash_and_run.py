"""`neurio-gen flash-and-run`, and the measuring that `run` shares with it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from neurio_gen.build import BuiltImage
from neurio_gen.cli import options
from neurio_gen.cli.console import out, print_note, progress_report
from neurio_gen.cli.groups import (
    Connection,
    Flashing,
    Generation,
    Measuring,
    Selection,
    Showing,
    grouped,
)
from neurio_gen.cli.mode_tables import table_of
from neurio_gen.cli.modes import make_mode
from neurio_gen.cli.requests import make_request
from neurio_gen.cli.verdict import conclude
from neurio_gen.errors import DeviceError
from neurio_gen.pipeline.claim import claimed
from neurio_gen.pipeline.construct import Construction, construct
from neurio_gen.pipeline.keep import Keeper, keeping
from neurio_gen.pipeline.modes import MeasuringMode
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.resume import measured_before, missing
from neurio_gen.pipeline.write_flash import FlashWish, needs_flashing, probe_of, write_and_wait
from neurio_gen.report.convmixer import vendor_table
from neurio_gen.results.resume import Resumable


@grouped
def flash_and_run(
    *,
    selection: Selection,
    generation: Generation,
    connection: Connection,
    measuring: Measuring,
    flashing: Flashing,
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
    wish = _wish(flashing, measuring)
    if needs_flashing(request):
        request = replace(request, port=request.port or wish.probe)
        probe_of(request, wish)  # before anything is built: the wish may be one for no board
    with progress_report(verbose=showing.verbose, quiet=showing.quiet) as report:
        report.plan(sum(2 + chosen.steps(benchmark) for benchmark in request.benchmarks))
        with claimed(request.output, report):
            subjects = prepare(request, report, compared=True)
            before = (
                measured_before(request, subjects, chosen.name, report)
                if measuring.resume
                else None
            )
            todo = missing(subjects, before)
            constructions = construct(request, todo, report, chosen.build_mode) if todo else ()
        kept = run_and_store(
            request, constructions, chosen, report, before=before, flash=wish, json=json
        )
    return show(request, kept, selection, showing.quiet)


def run_and_store(
    request: Request,
    constructions: Sequence[Construction],
    mode: MeasuringMode,
    report: Report,
    *,
    before: Resumable | None = None,
    flash: FlashWish | None = None,
    json: Path | None = None,
) -> Keeper:
    """Measure every image and keep each result as soon as it exists.

    What was measured `before` is part of the results, and new ones join it in its file. Images
    are written as `flash` says; without it they are on the board already.
    """

    def write(image: BuiltImage) -> None:
        assert flash is not None
        write_and_wait(request, image, flash, report)

    flasher = write if flash is not None and needs_flashing(request) else None
    outcomes = mode.measure(request, constructions, flasher, report)
    with closing(outcomes), keeping(request, before=before, json=json) as kept:
        for result, error in outcomes:
            kept.add(result, error)
        report.detail(f"results: {kept.path}")
    return kept


def _wish(flashing: Flashing, measuring: Measuring) -> FlashWish:
    """Ports that an energy run takes for other parts of its bench are no board's."""
    monitor = (measuring.power_monitor or "").partition(":")[2]
    taken = tuple(port for port in (measuring.interface, monitor) if port)
    return flashing.wish(taken, own_port=measuring.interface is None)


def show(request: Request, kept: Keeper, selection: Selection, quiet: bool) -> int:
    """Print table and errors; the exit code."""
    results = kept.results
    errors = [error for error in kept.outcomes.values() if error is not None]
    if not quiet and not (selection.model and len(results) == len(errors)):
        out.print(table_of(request.board, results))
        if (vendors := vendor_table(request.board, results)) is not None:
            out.print(vendors)
    code = conclude(selection, kept.outcomes)
    measured = sum(result.status == "ok" for result in results)
    if measured and any(isinstance(error, DeviceError) for error in errors):
        print_note(f"{measured} of {len(results)} are measured and kept; --resume goes on.")
    return code
