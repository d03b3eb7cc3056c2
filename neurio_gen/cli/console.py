"""What all commands print with: results to stdout, progress and errors to stderr."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

from neurio_gen.errors import NeurioGenError
from neurio_gen.progress import SILENT, Progress
from neurio_gen.resources import with_pages
from neurio_gen.showing.lines import print_line

WIDTH = 100
"""Columns that every table fits into."""

out = Console(width=None if Console().is_terminal else WIDTH, highlight=False)
err = Console(stderr=True, highlight=False)


def print_error(error: NeurioGenError) -> None:
    """One error and, where there is one, the hint."""
    print_line(err, f"[bold red]error:[/] {escape(error.message)}")
    if error.hint:
        print_hint(error.hint)


def print_hint(hint: str) -> None:
    """What to do about an error; pages that it names are where they lie."""
    print_line(err, f"[bold]hint:[/] {escape(with_pages(hint))}")


def print_errors(errors: Sequence[NeurioGenError]) -> None:
    """Each different error once, however many benchmarks it stopped."""
    for error in {(error.message, error.hint): error for error in errors}.values():
        print_error(error)


def print_note(text: str) -> None:
    """A line for people, beside what programs read."""
    print_line(err, escape(text))


@contextmanager
def progress_bar(*, verbose: bool, quiet: bool) -> Iterator[Progress]:
    """A progress bar on stderr while the block runs; nothing at all where `quiet`."""
    if quiet:
        yield SILENT
        return
    # Help and look-ups print, too, and need none of these.
    from neurio_gen.showing.terminal import terminal_bar

    with terminal_bar(err, verbose=verbose) as progress:
        yield progress
