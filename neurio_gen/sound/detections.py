"""What detections are worth, as the official runner counts them (`calc_detection_stats`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neurio_gen.sound.recording import Windows

LATEST_SECONDS = 2.0
"""A detection so long after the end of the word is still one of it.

The runner's own text says one second; its program adds that twice.
"""
_DEBOUNCE_SECONDS = 1.0


@dataclass(frozen=True)
class DetectionCounts:
    """Seconds of the words that were heard and of those that were not, and of false detections."""

    true_positives: tuple[float, ...]
    false_negatives: tuple[float, ...]
    false_positives: tuple[float, ...]


def count_detections(milliseconds: Sequence[int], windows: Windows) -> DetectionCounts:
    """Counts detections, whose first marks the first frame and is none itself.

    `milliseconds` are those of the edges, in order; the words' `windows` are in seconds from the
    first one. False detections within a second of one count as that one.
    """
    first = milliseconds[0] if milliseconds else 0
    left = [each - first for each in milliseconds[1:]]
    heard: list[float] = []
    missed: list[float] = []
    for begin, end in windows:
        latest = end + LATEST_SECONDS
        inside = [each for each in left if begin <= each / 1000 <= latest]
        left = [each for each in left if each not in inside]
        (heard if inside else missed).append(begin)
    false: list[int] = []
    for each in left:
        if not false or each > false[-1] + 1000 * _DEBOUNCE_SECONDS:
            false.append(each)
    return DetectionCounts(tuple(heard), tuple(missed), tuple(each / 1000 for each in false))
