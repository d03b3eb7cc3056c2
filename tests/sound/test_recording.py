"""Recordings and their truth: what is read, what is refused, how detections are counted."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.errors import UsageError
from neurio_gen.sound.detections import count_detections
from neurio_gen.sound.generated import generate
from neurio_gen.sound.recording import (
    Recording,
    find_recording,
    read_wav,
    write_truth,
    write_wav,
)


def test_a_recording_and_its_truth_come_back_as_written(tmp_path: Path) -> None:
    spoken = generate(3, 2, 1)
    path = tmp_path / "words.wav"
    write_wav(path, spoken.samples)
    write_truth(tmp_path / "words.json", [Recording(path, spoken.windows)])

    found = find_recording(tmp_path / "words.json")
    assert found.path == path
    assert found.windows == spoken.windows
    assert np.array_equal(read_wav(found.path), spoken.samples)
    assert find_recording(path).windows is None


def test_a_seed_gives_one_recording(tmp_path: Path) -> None:
    assert np.array_equal(generate(5, 1, 1).samples, generate(5, 1, 1).samples)
    assert len(generate(5, 1, 1).samples) != len(generate(6, 1, 1).samples)


@pytest.mark.parametrize(
    ("channels", "rate", "width", "said"),
    [
        (1, 16_000, 2, "1 channel"),
        (2, 44_100, 2, "44,100 samples per second"),
        (2, 16_000, 1, "8 bits"),
    ],
)
def test_other_wav_files_are_refused_with_the_way_to_convert_them(
    tmp_path: Path, channels: int, rate: int, width: int, said: str
) -> None:
    path = tmp_path / "other.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setframerate(rate)
        file.setsampwidth(width)
        file.writeframes(bytes(64))
    with pytest.raises(UsageError, match=said) as refused:
        read_wav(path)
    assert "sox" in str(refused.value.hint)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("RIFF", "no truth file"),
        ("{}", "no truth file"),
        ('[{"wav_file": "a.wav"}]', "0.detection_windows: Field required"),
        ("[]", "0 recordings"),
        (json.dumps([{"wav_file": "gone.wav", "detection_windows": []}]), "gone.wav, which is not"),
    ],
)
def test_truth_files_that_are_none(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "truth.json"
    path.write_text(content)
    with pytest.raises(UsageError, match=said):
        find_recording(path)


def test_what_is_no_recording_at_all(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("no sound")
    with pytest.raises(UsageError, match="cannot be read as a WAV file"):
        read_wav(tmp_path / "text.wav")
    with pytest.raises(UsageError, match="No such file"):
        read_wav(tmp_path / "absent.wav")
    with pytest.raises(UsageError, match="is a folder"):
        find_recording(tmp_path)


def test_detections_are_counted_as_the_official_runner_does() -> None:
    """The first mark is the first hop's; a word may be heard until two seconds after its end."""
    windows = ((1.0, 1.6), (4.0, 4.7), (7.0, 7.3))
    marks = [40, 1080, 1416, 3640, 6740, 6741, 8000, 12040, 12940, 13100]
    counts = count_detections(marks, windows)
    assert counts.true_positives == (1.0, 4.0, 7.0)
    assert counts.false_negatives == ()
    # 6.701 s is one millisecond late for the second word; 12.9 s is the same detection as 12.0 s
    assert counts.false_positives == (6.701, 12.0, 13.06)


def test_no_detection_at_all_misses_every_word() -> None:
    counts = count_detections([], ((1.0, 2.0),))
    assert (counts.true_positives, counts.false_negatives) == ((), (1.0,))
