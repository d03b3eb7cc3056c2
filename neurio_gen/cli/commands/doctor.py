"""`neurio-gen doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

from neurio_gen.boards import all_boards
from neurio_gen.cli import options
from neurio_gen.cli.console import out
from neurio_gen.devices.udev import udev_rules
from neurio_gen.doctor import State, examine, healthy
from neurio_gen.errors import EXIT_FAILED, EXIT_OK
from neurio_gen.report.fitting_table import FittingTable

_COMMAND = 29
"""Columns that keep the command that installs a tool on one line."""

_MARKS = {
    State.OK: "[green]ok[/]",
    State.OPTIONAL: "[yellow]--[/]",
    State.MISSING: "[red]missing[/]",
}


def doctor(
    models: options.Models = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    udev: Annotated[
        bool,
        typer.Option("--udev", help="Print udev rules that let you use boards and probes."),
    ] = False,
) -> int:
    """Say what this machine has, what it lacks, and how to get it.

    Leaves with 1 where the main job cannot run.

    Examples:

      neurio-gen doctor

      neurio-gen doctor --udev | sudo tee /etc/udev/rules.d/60-neurio-gen.rules
    """
    if udev:
        typer.echo(udev_rules(all_boards()), nl=False)
        return EXIT_OK
    findings = examine(models)
    if as_json:
        shown = [asdict(finding) | {"state": finding.state.value} for finding in findings]
        typer.echo(json.dumps(shown, indent=2))
    else:
        table = FittingTable("", "what", "found")
        table.add_column("how to get it", min_width=_COMMAND)
        for finding in findings:
            table.add_row(
                _MARKS[finding.state], finding.name, escape(finding.found), escape(finding.remedy)
            )
        out.print(table)
    return EXIT_OK if healthy(findings) else EXIT_FAILED
