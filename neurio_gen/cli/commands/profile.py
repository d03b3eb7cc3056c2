"""`neurio-gen profile`."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from neurio_gen.boards import Board
from neurio_gen.cli import options
from neurio_gen.cli.console import out, progress_bar
from neurio_gen.cli.groups import Connection, Flashing, Generation, Selection, Showing, grouped
from neurio_gen.cli.profile_tables import function_table, layer_chart, layer_table
from neurio_gen.cli.requests import make_request
from neurio_gen.cli.verdict import conclude
from neurio_gen.cli.why_table import why_table
from neurio_gen.pipeline.measure import measure
from neurio_gen.pipeline.modes.profile import ProfileMode
from neurio_gen.profiling.chart import Chart, render_html, render_svg
from neurio_gen.results import write_atomically


@grouped
def profile(
    *,
    selection: Selection,
    generation: Generation,
    connection: Connection,
    why: Annotated[
        bool, typer.Option("--why", help="Why each layer has its kernel, and what else there was.")
    ] = False,
    by_symbol: Annotated[
        bool, typer.Option("--by-symbol", help="Costs by function as well.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write charts and tables to this file.", metavar="FILE")
    ] = None,
    svg: Annotated[
        Path | None, typer.Option(help="Write the charts to this file.", metavar="FILE")
    ] = None,
    json: options.Json = None,
    flash_banks: options.FlashBanks = None,
    flashing: Flashing,
    jobs: options.Jobs = None,
    showing: Showing,
) -> int:
    """Show where an inference spends its instructions or cycles: by layer, by function.

    Emulated boards run the firmware that is measured, unchanged; where the core's timing is
    documented, cycles are estimated. Real boards and 'native' run a build with a clock read
    around each layer.

    Examples:

      neurio-gen profile -B kws01

      neurio-gen profile --board nucleo_l4r5zi --emulate --model my.tflite --html profile.html
    """
    request = make_request(selection, generation, connection, jobs=jobs, flashing=flashing)
    banks = None if flash_banks is None else flash_banks.banks
    request = replace(request, board=request.board.with_flash_banks(banks))
    mode = ProfileMode()
    with progress_bar(verbose=showing.verbose, quiet=showing.quiet) as progress:
        measured = measure(request, mode, progress, json=json)
    random = {r.benchmark for r in measured.results if r.weights == "random"}
    charts = [
        Chart(f"{name} on {request.board.name}{_marked(name in random)}", profile)
        for name, profile in mode.profiles.items()
    ]
    if html:
        write_atomically(html, render_html(charts, _command(), request.templates))
    if svg:
        write_atomically(svg, render_svg(charts, request.templates))
    if not showing.quiet:
        moved = [result for result in measured.results if result.ram_code_bytes]
        _show(charts, request.board, by_symbol, why)
        for result in moved:
            out.print(
                f"{result.benchmark}: kernels run from {result.places['kernels']}, "
                f"{result.ram_code_bytes:,} bytes that start-up code copies."
            )
    return conclude(selection, measured.errors)


def _show(charts: list[Chart], board: Board, by_symbol: bool, why: bool) -> None:
    for place, chart in enumerate(charts):
        if place:
            out.print()
        out.print(layer_chart(chart.title, chart.profile, board.clock_hz))
        out.print()
        out.print(layer_table(chart.profile))
        if why:
            out.print()
            out.print(why_table(chart.profile))
        if by_symbol and chart.profile.functions is not None:
            out.print()
            out.print(function_table(chart.profile))
        elif by_symbol:
            out.print(
                "[dim]No costs by function: this device tells layers apart, not functions.[/]"
            )


def _marked(random: bool) -> str:
    return ", random weights" if random else ""


def _command() -> str:
    """The command as typed, with the program's name instead of its path."""
    return shlex.join(["neurio-gen", *sys.argv[1:]])
