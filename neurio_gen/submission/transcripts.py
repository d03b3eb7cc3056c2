"""Transcripts of UART sessions: whether one belongs to a result, and what of it is submitted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from neurio_gen.results import Result

_SENT = re.compile(r"\s*[\d.]+ > (.*)%")
_INFER = re.compile(r"infer (\d+)(?: \d+)?")
_LAP = re.compile(r"m-lap-us-(\d+)")
_INPUT_BYTES = re.compile(r" > (?:dut )?db [0-9A-Fa-f]+%")


def transcript_of(result: Result, logs: Path) -> tuple[str, ...]:
    """The lines of the session that found `result`; none where it was not kept.

    `logs` is the folder that the pipeline keeps transcripts in. One is taken where it shows every
    window of the result, or as many inferences as the data set has inputs.
    """
    name = result.benchmark.rpartition("/")[2]
    try:
        text = (logs / result.board / f"{name}.uart.log").read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ()
    lines = text.splitlines()
    return tuple(_without_inputs(lines)) if _shows(result, lines) else ()


def _shows(result: Result, lines: Iterable[str]) -> bool:
    inferences = timed_inferences(lines)
    if result.quality is not None:
        return sum(iterations == 1 for iterations, _ in inferences) >= result.quality.inputs
    wanted = [(window.iterations, window.microseconds) for window in result.windows]
    return bool(wanted) and all(window in inferences for window in wanted)


def timed_inferences(lines: Iterable[str]) -> list[tuple[int, int]]:
    """Iterations and microseconds of each `infer` command that was timed."""
    found: list[tuple[int, int]] = []
    iterations: int | None = None
    laps: list[int] = []
    for line in lines:
        if sent := _SENT.match(line):
            asked = _INFER.search(sent[1])
            iterations, laps = (int(asked[1]) if asked else None), []
        elif iterations is not None and (lap := _LAP.search(line)):
            laps.append(int(lap[1]))
            if len(laps) == 2:
                found.append((iterations, laps[1] - laps[0]))
                iterations = None
    return found


def _without_inputs(lines: Iterable[str]) -> Iterable[str]:
    return (line for line in lines if not _INPUT_BYTES.search(line))
