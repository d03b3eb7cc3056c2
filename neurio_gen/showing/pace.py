"""How far a job is, and how long it will take: by the stages' seconds in earlier runs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from neurio_gen.models.cache import cache_root
from neurio_gen.progress import PlannedStage
from neurio_gen.results import StorageError, write_atomically

_TOLD_BY = 3
"""Steps of a stage after which this run tells more than earlier ones."""
_NEARLY = 0.95
"""A step that takes longer than expected stands at this part of itself until it is done."""


class Pace:
    """The seconds of a job's steps, which are made in the order of its stages.

    `file` keeps seconds per step by stage; None keeps nothing. `clock` is monotonic, in seconds.
    """

    def __init__(
        self, file: Path | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._file = file
        self._clock = clock
        self._learnt = _read(file)
        self._stages: Sequence[PlannedStage] = ()
        self._made: dict[str, float] = {}
        self._spent: dict[str, float] = {}
        self._mark = clock()
        self._shown = 0.0

    def plan(self, stages: Sequence[PlannedStage]) -> None:
        """The stages to come; none has begun."""
        self._stages = [stage for stage in stages if stage.steps]
        self._mark = self._clock()

    @property
    def steps(self) -> tuple[int, int]:
        """Steps that are made, and all."""
        return int(sum(self._made.values())), sum(stage.steps for stage in self._stages)

    def done(self, steps: float) -> None:
        """Steps that are finished; the time since the last ones was theirs."""
        now = self._clock()
        passed, self._mark = now - self._mark, now
        for stage in self._stages:
            taken = min(steps, stage.steps - self._made.get(stage.name, 0.0))
            if taken > 0:
                self._made[stage.name] = self._made.get(stage.name, 0.0) + taken
                self._spent[stage.name] = self._spent.get(stage.name, 0.0) + passed
                steps, passed = steps - taken, 0.0

    @property
    def seconds_left(self) -> float:
        """Expected seconds to the end."""
        return max(0.0, sum(map(self._left, self._stages)) - self._running())

    @property
    def part(self) -> float:
        """The part of the job's time that has passed, 0 to 1. It never falls."""
        past = sum(self._spent.values()) + self._running()
        whole = past + self.seconds_left
        self._shown = max(self._shown, past / whole if whole else 0.0)
        return self._shown

    def keep(self) -> None:
        """Lets later runs know what the stages took. One that cannot be written is not missed."""
        if self._file is None or not self._made:
            return
        found = {
            name: (self._spent[name] / made + self._learnt.get(name, self._spent[name] / made)) / 2
            for name, made in self._made.items()
        }
        try:
            write_atomically(self._file, json.dumps(self._learnt | found, indent=1, sort_keys=True))
        except StorageError:
            return

    def _expected(self, stage: PlannedStage) -> float:
        """Seconds of one step."""
        made = self._made.get(stage.name, 0.0)
        learnt = self._learnt.get(stage.name)
        if made and (learnt is None or made >= _TOLD_BY):
            return self._spent[stage.name] / made
        return stage.seconds if learnt is None else learnt

    def _left(self, stage: PlannedStage) -> float:
        return (stage.steps - self._made.get(stage.name, 0.0)) * self._expected(stage)

    def _running(self) -> float:
        """The seconds of the step that is being made, as far as they were expected."""
        for stage in self._stages:
            left = self._left(stage)
            if left > 0:
                awaited = left if stage.at_once else min(left, self._expected(stage))
                return min(self._clock() - self._mark, _NEARLY * awaited)
        return 0.0


@contextmanager
def keeping_pace() -> Iterator[Pace]:
    """The pace of a job, which later jobs learn from unless it fails."""
    pace = Pace(cache_root() / "pace.json")
    yield pace
    pace.keep()


def clock_text(seconds: float) -> str:
    """`0:01:05`; never less than a second, as something is left to do."""
    whole = max(1, round(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _read(file: Path | None) -> dict[str, float]:
    """What earlier runs have told; nothing where the file is not there or is damaged."""
    try:
        found = json.loads(file.read_text(encoding="utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        str(name): float(seconds)
        for name, seconds in found.items()
        if isinstance(seconds, (int, float)) and seconds >= 0
    }
