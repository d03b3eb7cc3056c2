"""`neurio-gen clean`."""

from __future__ import annotations

from typing import Annotated

import typer

from neurio_gen.cli import options
from neurio_gen.cli.console import out
from neurio_gen.cli.sizes import megabytes
from neurio_gen.pipeline import clean as cleaning


def clean(
    output: options.Output = options.DEFAULT_OUTPUT,
    results: Annotated[
        bool, typer.Option("--results", help="Remove what was measured, too.")
    ] = False,
) -> None:
    """Remove generated sources, objects, images and logs; keep results and the cache.

    Examples:

      neurio-gen clean

      neurio-gen clean -o my-folder --results
    """
    freed = cleaning.clean(output, results=results)
    out.print(f"{megabytes(freed)} removed from {output}", soft_wrap=True)
