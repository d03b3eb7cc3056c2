"""A progress bar on a line of a terminal, which is gone afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich import progress as bars
from rich.cells import cell_len
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

from neurio_gen.progress import PlannedStage, Progress
from neurio_gen.showing.lines import print_line
from neurio_gen.showing.pace import Pace, clock_text, keeping_pace

_BAR = 20
_REST = 45
"""Columns of spinner, bar, steps, time and gaps, and some for the ^C that a terminal echoes.

On a line that is full, the echo would begin another one, and the bar would stay above it.
"""
_LEAST, _MOST = 8, 60
"""Columns of stage and subject."""


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
            print_line(self._progress.console, escape(text), style="dim")

    def note(self, text: str) -> None:
        """A line that everybody should see."""
        print_line(self._progress.console, escape(text))


@contextmanager
def terminal_bar(console: Console, *, verbose: bool = False) -> Iterator[Progress]:
    """A bar on `console` while the block runs; details are shown only where `verbose`."""
    with keeping_pace() as pace:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.fields[stage]}"),
            _Subject(console),
            _PacedBar(pace),
            _Paced(lambda: "{}/{}".format(*pace.steps)),
            _Paced(lambda: clock_text(pace.seconds_left)),
        )
        with bars.Progress(*columns, console=console, transient=True) as shown:
            task = shown.add_task("", total=None, stage="", subject="")
            yield ProgressBar(shown, task, pace, verbose)


class _PacedBar(BarColumn):
    """The part of the job's time that has passed, which grows while a step is made."""

    def __init__(self, pace: Pace) -> None:
        super().__init__(bar_width=_BAR)
        self._pace = pace

    def render(self, task: Task) -> Bar:
        task.completed = self._pace.part if task.total else 0
        return super().render(task)


class _Subject(ProgressColumn):
    """What is worked on, in as many columns as the rest of the line leaves it at all times."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def render(self, task: Task) -> Text:
        stage = cell_len(task.fields["stage"])
        text = Text(task.fields["subject"], overflow="ellipsis", no_wrap=True)
        text.truncate(max(_LEAST, min(_MOST, self._console.width - _REST) - stage), pad=True)
        return text


class _Paced(ProgressColumn):
    """A text that is asked for whenever the line is drawn."""

    def __init__(self, text: Callable[[], str]) -> None:
        super().__init__()
        self._text = text

    def render(self, task: Task) -> Text:
        return Text(self._text() if task.total else "", style="progress.remaining")
