"""How a long job tells what it is doing; a base class whose methods say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PlannedStage:
    """Steps of a job that are alike. `name` says which kind, to who learns how long they take.

    `at_once` are those that are finished together, as the images of a build. `seconds` is what a
    step takes as far as is known before any run has told.
    """

    name: str
    steps: int
    at_once: bool = False
    seconds: float = 1.0


class Progress:
    """Receives the progress of a job. Subclasses show it."""

    def plan(self, stages: Sequence[PlannedStage]) -> None:
        """The steps of the whole job, in the order in which they are made."""

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
