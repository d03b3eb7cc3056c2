"""How a long job tells what it is doing; a base class whose methods say nothing."""

from __future__ import annotations


class Progress:
    """Receives the progress of a job. Subclasses show it."""

    def plan(self, steps: int) -> None:
        """The number of steps of the whole job."""

    def stage(self, stage: str, subject: str) -> None:
        """What is being done now, and to what."""

    def done(self, steps: float = 1) -> None:
        """Steps that are finished."""

    def detail(self, text: str) -> None:
        """A line for who asked for more."""

    def note(self, text: str) -> None:
        """A line that everybody should see."""


SILENT = Progress()
"""Shows nothing."""
