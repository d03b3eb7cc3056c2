"""Progress is weighted by what stages took, and moves while a step is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.progress import PlannedStage
from neurio_gen.showing.pace import Pace

STAGES = (
    PlannedStage("compile", 2),
    PlannedStage("build", 2, at_once=True),
    PlannedStage("measure", 4),
)


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def run(pace: Pace, clock: Clock, compile_: float, build: float, measure: float) -> list[float]:
    """A whole job; the seconds that were said to be left after each of its steps."""
    said = []
    pace.plan(STAGES)
    for steps, seconds in [(1, compile_)] * 2 + [(2, build)] + [(1, measure)] * 4:
        clock.seconds += seconds
        pace.done(steps)
        said.append(pace.seconds_left)
    pace.keep()
    return said


def test_a_second_run_knows_what_the_first_took(tmp_path: Path) -> None:
    clock, file = Clock(), tmp_path / "pace.json"
    run(Pace(file, clock), clock, 0.5, 20.0, 2.0)

    second = Pace(file, clock)
    second.plan(STAGES)

    assert second.seconds_left == pytest.approx(29.0)
    assert run(second, clock, 0.5, 20.0, 2.0) == pytest.approx([28.5, 28, 8, 6, 4, 2, 0])


def test_the_time_left_runs_down_while_a_step_is_made(tmp_path: Path) -> None:
    clock, file = Clock(), tmp_path / "pace.json"
    run(Pace(file, clock), clock, 0.5, 20.0, 2.0)
    pace = Pace(file, clock)
    pace.plan(STAGES)
    clock.seconds += 1
    pace.done(2)

    shown = []
    for _ in range(4):
        clock.seconds += 5
        shown.append((pace.seconds_left, pace.part))

    assert [left for left, _ in shown] == pytest.approx([23, 18, 13, 9])
    assert [part for _, part in shown] == sorted(part for _, part in shown)
    assert shown[-1][1] < 1


def test_the_part_never_falls() -> None:
    clock = Clock()
    pace = Pace(None, clock)
    pace.plan(STAGES)
    parts = []
    for _ in range(8):
        clock.seconds += 3
        parts.append(pace.part)
        pace.done(1)
        parts.append(pace.part)

    assert parts == sorted(parts)
    assert parts[-1] == pytest.approx(1)
    assert pace.steps == (8, 8)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"compile": "x", "build": -1}'])
def test_a_damaged_file_is_as_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "pace.json"
    file.write_text(content)
    pace = Pace(file, Clock())
    pace.plan(STAGES)

    assert pace.seconds_left == 8
