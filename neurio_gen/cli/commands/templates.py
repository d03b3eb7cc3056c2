"""`neurio-gen templates`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neurio_gen.cli.console import out
from neurio_gen.codegen.templates import copy_templates, find_templates
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.resources import templates_dir


def templates(
    names: Annotated[
        list[str] | None, typer.Argument(help="Templates. Default: all.", metavar="NAME...")
    ] = None,
    copy: Annotated[
        Path | None, typer.Option("--copy", help="Copy them into this folder.", metavar="DIR")
    ] = None,
) -> None:
    """List the templates of generated files, or copy them out to be changed.

    What the folder holds then goes before ours, by --templates DIR of generate, flash-and-run,
    report, profile and export.

    Examples:

      neurio-gen templates

      neurio-gen templates model.cc.j2 --copy mine
    """
    chosen = find_templates(names or [])
    if copy is not None:
        for path in copy_templates(chosen, copy):
            out.print(str(path), soft_wrap=True)
        return
    table = FittingTable("template", "makes")
    for template in chosen:
        table.add_row(template.name, template.description)
    out.print(table)
    out.print(f"They lie in {templates_dir()}", soft_wrap=True)
