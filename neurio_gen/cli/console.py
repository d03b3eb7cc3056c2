"""What all commands print with: results to stdout, progress and errors to stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich import progress as bars
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
)
from rich.progress_bar import ProgressBar as Bar
from rich.text import Text

from neurio_gen.errors import NeurioGenError
from neurio_gen.progress import PlannedStage, Progress
from neurio_gen.resources import with_pages

if TYPE_CHECKING:
    from neurio_gen.cli.pace import Pace

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

    def __init__(self, progress: bars.Progress, task: TaskID, pace: Pace, verbose: bool) -> None:
        self._progress = progress
        self._task = task
        self._pace = pace
        self._verbose = verbose

    def plan(self, stages: Sequence[PlannedStage]) -> None:
        """The steps of the whole job."""
        self._pace.plan(stages)
        self._progress.update(self._task, total=1.0)

    def stage(self, stage: str, subject: str) -> None:
        """What is being done now."""
        self._progress.update(self._task, stage=stage, subject=subject)

    def done(self, steps: float = 1) -> None:
        """Steps that are finished."""
        self._pace.done(steps)

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
    # Help and look-ups print, too, and need none of these.
    from neurio_gen.cli.pace import Pace
    from neurio_gen.models.cache import cache_root

    pace = Pace(cache_root() / "pace.json")
    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[stage]:<10}"),
        TextColumn("{task.fields[subject]:<28}"),
        _PacedBar(pace),
        _Paced(lambda: "{}/{}".format(*pace.steps)),
        _Paced(lambda: _clock_text(pace.seconds_left)),
    )
    with bars.Progress(*columns, console=err, transient=True) as shown:
        task = shown.add_task("", total=None, stage="", subject="")
        yield ProgressBar(shown, task, pace, verbose)
    pace.keep()


class _PacedBar(BarColumn):
    """The part of the job's time that has passed, which grows while a step is made."""

    def __init__(self, pace: Pace) -> None:
        super().__init__(bar_width=24)
        self._pace = pace

    def render(self, task: Task) -> Bar:
        task.completed = self._pace.part if task.total else 0
        return super().render(task)


class _Paced(ProgressColumn):
    """A text that is asked for whenever the line is drawn."""

    def __init__(self, text: Callable[[], str]) -> None:
        super().__init__()
        self._text = text

    def render(self, task: Task) -> Text:
        return Text(self._text() if task.total else "", style="progress.remaining")


def _clock_text(seconds: float) -> str:
    """`0:01:05`; never less than a second, as something is left to do."""
    whole = max(1, round(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
