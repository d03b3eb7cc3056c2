"""What all commands print with: results to stdout, progress and errors to stderr."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich import progress as bars
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from neurio_gen.errors import NeurioGenError
from neurio_gen.progress import Progress
from neurio_gen.resources import with_pages

WIDTH = 100
"""Columns that every table fits into."""

out = Console(width=None if Console().is_terminal else WIDTH, highlight=False)
err = Console(stderr=True, highlight=False)


def print_error(error: NeurioGenError) -> None:
    """One error and, where there is one, the hint."""
    err.print(f"[bold red]error:[/] {escape(error.message)}", soft_wrap=True)
    if error.hint:
        err.print(f"[bold]hint:[/] {escape(with_pages(error.hint))}", soft_wrap=True)


def print_errors(errors: Sequence[NeurioGenError]) -> None:
    """Each different error once, however many benchmarks it stopped."""
    for error in {(error.message, error.hint): error for error in errors}.values():
        print_error(error)


def print_note(text: str) -> None:
    """A line for people, beside what programs read."""
    err.print(escape(text), soft_wrap=True)


class ProgressBar(Progress):
    """Shows stages on a progress bar: what, how many, time left."""

    def __init__(self, progress: bars.Progress, task: TaskID, verbose: bool) -> None:
        self._progress = progress
        self._task = task
        self._verbose = verbose

    def plan(self, steps: int) -> None:
        """The number of steps of the whole job."""
        self._progress.update(self._task, total=steps)

    def stage(self, stage: str, subject: str) -> None:
        """What is being done now."""
        self._progress.update(self._task, stage=stage, subject=subject)

    def done(self, steps: float = 1) -> None:
        """Steps that are finished."""
        self._progress.advance(self._task, steps)

    def detail(self, text: str) -> None:
        """A line for who asked for more."""
        if self._verbose:
            self._progress.console.print(f"[dim]{escape(text)}[/]", soft_wrap=True)

    def note(self, text: str) -> None:
        """A line that everybody should see."""
        self._progress.console.print(escape(text), soft_wrap=True)


@contextmanager
def progress_bar(*, verbose: bool, quiet: bool) -> Iterator[Progress]:
    """A progress bar on stderr while the block runs; nothing at all where `quiet`."""
    if quiet:
        yield Progress()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[stage]:<10}"),
        TextColumn("{task.fields[subject]:<28}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=err, transient=True) as shown:
        task = shown.add_task("", total=None, stage="", subject="")
        yield ProgressBar(shown, task, verbose)
