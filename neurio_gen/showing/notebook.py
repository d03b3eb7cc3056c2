"""A progress bar in the cell of a notebook, by IPython's display alone.

Bars of rich and tqdm need ipywidgets, in the kernel and in the page that shows the notebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

from neurio_gen.progress import PlannedStage, Progress
from neurio_gen.showing.pace import Pace, clock_text, keeping_pace


class NotebookBar(Progress):
    """What is being done, how many, time left. Afterwards only notes are left in the cell."""

    def __init__(self, pace: Pace) -> None:
        from IPython.display import display

        self._pace = pace
        self._doing = ""
        self._notes: list[str] = []
        self._over = False
        self._cell: Any = display(self, display_id=True)

    def plan(self, stages: Sequence[PlannedStage]) -> None:
        """The steps of the whole job."""
        self._pace.plan(stages)
        self._update()

    def stage(self, stage: str, subject: str) -> None:
        """What is being done now."""
        self._doing = f"{stage} {subject}"
        self._update()

    def done(self, steps: float = 1) -> None:
        """Steps that are finished."""
        self._pace.done(steps)
        self._update()

    def note(self, text: str) -> None:
        """A line that everybody should see."""
        self._notes.append(text)
        self._update()

    def over(self) -> None:
        """The job has ended, whether well or not."""
        self._over = True
        self._update()

    def __repr__(self) -> str:
        return "\n".join([*([] if self._over else [self._line()]), *self._notes])

    def _repr_html_(self) -> str:
        """What a notebook shows instead of the text."""
        bar = f'<progress max="1" value="{self._pace.part:.3f}"></progress> {escape(self._line())}'
        lines = [*([] if self._over else [bar]), *map(escape, self._notes)]
        return "".join(f"<div>{line}</div>" for line in lines)

    def _line(self) -> str:
        made, steps = self._pace.steps
        if not steps:
            return self._doing
        return f"{made}/{steps}, {clock_text(self._pace.seconds_left)} left: {self._doing}"

    def _update(self) -> None:
        if self._cell is not None:  # no kernel that shows anything
            self._cell.update(self)


@contextmanager
def notebook_bar() -> Iterator[Progress]:
    """A bar in the cell that is being run, while the block runs."""
    with keeping_pace() as pace:
        bar = NotebookBar(pace)
        try:
            yield bar
        finally:
            bar.over()
