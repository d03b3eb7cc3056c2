"""`neurio-gen cache`."""

from __future__ import annotations

from typing import Annotated

import typer

from neurio_gen.cli.console import out
from neurio_gen.cli.sizes import megabytes
from neurio_gen.models.cache_parts import cache_parts, clear_cache
from neurio_gen.report.fitting_table import FittingTable


def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Empty it.")] = False,
) -> None:
    """Show what is kept between runs: where, how many files, how large.

    Models and reference outputs are kept by the content they depend on: what is out of date is
    never used, only in the way. NEURIO_GEN_CACHE names another folder.

    Examples:

      neurio-gen cache

      neurio-gen cache --clear
    """
    parts = clear_cache() if clear else cache_parts()
    total = sum(part.nbytes for part in parts)
    if clear:
        out.print(f"{megabytes(total)} removed from {parts[0].path.parent}", soft_wrap=True)
        return
    table = FittingTable()
    table.add_column("folder")
    table.add_column("files", justify="right")
    table.add_column("size", justify="right")
    table.add_column("what")
    for part in parts:
        table.add_row(part.path.name, f"{part.files:,}", megabytes(part.nbytes), part.description)
    out.print(table)
    out.print(f"{megabytes(total)} in {parts[0].path.parent}", soft_wrap=True)
