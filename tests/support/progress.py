"""Progress that is remembered."""

from __future__ import annotations

from neurio_gen.progress import Progress


class Remembered(Progress):
    """What was told, in order."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, str]] = []
        self.steps: float = 0
        self.details: list[str] = []
        self.notes: list[str] = []

    def stage(self, stage: str, subject: str) -> None:
        self.stages.append((stage, subject))

    def done(self, steps: float = 1) -> None:
        self.steps += steps

    def detail(self, text: str) -> None:
        self.details.append(text)

    def note(self, text: str) -> None:
        self.notes.append(text)


class Forbidden(Progress):
    """Where nothing may be made: being told of any stage is a failure."""

    def stage(self, stage: str, subject: str) -> None:
        raise AssertionError(f"{stage}: {subject}")
