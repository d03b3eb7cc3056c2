"""The streaming test's comparison: what a board does wrong, and how that is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from neurio_gen.errors import ProtocolError
from neurio_gen.harness.streaming import StreamingReport, measure_streaming
from neurio_gen.protocol.answers import StreamAnswer
from neurio_gen.protocol.session import Session
from neurio_gen.sound.front_end import HOP

CODES = (-128, -100, 116, 127, 115, -5)
"""The wake word is heard in the hops 2 and 3."""
SOUND = np.zeros((len(CODES) * HOP, 2), np.int16)


class FakeSession(Session):
    """A device that has found `answer`."""

    def __init__(self, answer: StreamAnswer | None) -> None:
        self.answers: list[StreamAnswer | None] = [None, answer]
        self.begun = 0

    def start_stream(self) -> None:
        self.begun += 1

    def stop_stream(self) -> StreamAnswer | None:
        return self.answers.pop(0)


@dataclass
class FakeBoard:
    """An interface board that has recorded a hop every 32 ms, each busy for 8 ms."""

    marks: Sequence[int] = (40, 104, 136)
    hops: int = len(CODES)
    said: list[str] = field(default_factory=list)

    def record(self) -> None:
        self.said.append("record")

    def play(self, name: str, seconds: float) -> None:
        self.said.append(f"play {name} {seconds:g}")

    def detections(self) -> tuple[int, ...]:
        return tuple(self.marks)

    def busy_times(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        starts = tuple(0.04 + 0.032 * hop for hop in range(self.hops))
        return starts, tuple(start + 0.008 for start in starts)


def streamed(
    board: FakeBoard, codes: Sequence[int] = CODES, *, late: int = 0, missing: int = 0
) -> StreamingReport:
    session = FakeSession(StreamAnswer(len(codes), late, tuple(codes)))
    return measure_streaming(session, board, "words.wav", SOUND, CODES, missing_hops=missing)


def test_a_board_that_does_all_right() -> None:
    board = FakeBoard()
    found = streamed(board)
    assert found.mismatch is None
    assert found.duty_cycle == pytest.approx(0.25)
    assert found.period == pytest.approx(0.032)
    assert board.said == ["record", "play words.wav 0.192"]


@pytest.mark.parametrize(
    ("board", "codes", "late", "said"),
    [
        (FakeBoard(), (*CODES[:4], 114, -5), 0, "output after hop 4 is 114, not 115"),
        (FakeBoard(), CODES, 2, "2 of 6 hops were overwritten"),
        (FakeBoard(), CODES[:5], 0, "5 hops were processed, not 6"),
        (FakeBoard(), (*CODES, 0), 0, "7 hops were processed, not 6"),
        (FakeBoard((40, 104)), CODES, 0, "2 detections were marked, not 3"),
        (FakeBoard((40, 104, 136, 168)), CODES, 0, "4 detections were marked, not 3"),
        (FakeBoard((40, 104, 200)), CODES, 0, "marked at 200 ms, not at 136 ms"),
    ],
)
def test_what_differs_is_told(board: FakeBoard, codes: Sequence[int], late: int, said: str) -> None:
    mismatch = streamed(board, codes, late=late).mismatch
    assert mismatch is not None
    assert said in mismatch


def test_hops_at_the_end_may_be_missing_where_the_player_ends_early() -> None:
    assert streamed(FakeBoard(), CODES[:5], missing=1).mismatch is None
    assert streamed(FakeBoard(), CODES[:4], missing=1).mismatch is not None


@pytest.mark.parametrize("answer", [None, StreamAnswer(0, 0, ())])
def test_no_sound_at_all_is_an_error_that_names_the_lines(answer: StreamAnswer | None) -> None:
    with pytest.raises(ProtocolError, match="has processed no sound") as error:
        measure_streaming(FakeSession(answer), FakeBoard(), "words.wav", SOUND, CODES)
    assert "I2S" in str(error.value.hint)


def test_pins_that_show_nothing_are_an_error() -> None:
    with pytest.raises(ProtocolError, match="has processed no sound"):
        streamed(FakeBoard(hops=0))
