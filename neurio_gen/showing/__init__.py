"""Progress where people look: a line of a terminal, or a cell of a notebook.

Nothing is shown unless it is asked for: by the command line, by an argument, by a notebook.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neurio_gen.progress import SILENT, Progress


@contextmanager
def showing(wanted: bool | None) -> Iterator[Progress]:
    """Progress while the block runs: in the cell of a notebook, elsewhere on stderr.

    `wanted` None shows it in notebooks only.
    """
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    if wanted is False or (wanted is None and not console.is_jupyter):
        yield SILENT
    elif console.is_jupyter:
        from neurio_gen.showing.notebook import notebook_bar

        with notebook_bar() as progress:
            yield progress
    else:
        from neurio_gen.showing.terminal import terminal_bar

        with terminal_bar(console) as progress:
            yield progress
