"""Recordings in WAV files, and where the wake word is in them."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from neurio_gen.errors import UsageError
from neurio_gen.sound.front_end import RATE

CHANNELS = 2
_SAMPLE_BYTES = 2

Sound = npt.NDArray[np.int16]
"""Samples of any number of channels, shape (n, channels)."""
Stereo = Sound
"""Samples of CHANNELS."""
Windows = tuple[tuple[float, float], ...]
"""Begin and end of each occurrence of the wake word, seconds."""


class _Entry(BaseModel):
    """An entry of a truth file in the official layout (`sww_long_test.json`)."""

    model_config = ConfigDict(frozen=True)

    wav_file: str
    detection_windows: tuple[tuple[float, float], ...]
    length_sec: float | None = Field(default=None, gt=0)


_ENTRIES = TypeAdapter(list[_Entry])


@dataclass(frozen=True)
class Recording:
    """A WAV file and where the wake word is in it; None where nobody has said so."""

    path: Path
    windows: Windows | None

    @property
    def name(self) -> str:
        """What the interface board calls it: its file's name."""
        return self.path.name


def read_wav(path: Path, channels: int = CHANNELS) -> Sound:
    """The samples of a file, shape (n, channels); two channels are what the interface board plays.

    Raises UsageError where it is no WAV file of RATE samples per second, `channels`, 16 bits.
    """
    try:
        with wave.open(str(path), "rb") as file:
            found = (file.getframerate(), file.getnchannels(), 8 * file.getsampwidth())
            data = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise UsageError(
            f"{path} cannot be read as a WAV file: {getattr(error, 'strerror', None) or error}."
        ) from error
    if found != (RATE, channels, 8 * _SAMPLE_BYTES):
        hertz, its_channels, bits = found
        raise UsageError(
            f"{path.name} has {hertz:,} samples per second, {its_channels} channel(s), {bits} "
            f"bits; {RATE:,}, {channels} and 16 are needed.",
            hint=f"Convert it: sox {path.name} -r {RATE} -c {channels} -b 16 converted.wav",
        )
    whole = len(data) // (channels * _SAMPLE_BYTES) * channels * _SAMPLE_BYTES
    return np.frombuffer(data[:whole], "<i2").astype(np.int16).reshape(-1, channels)


def write_wav(path: Path, samples: Sound) -> None:
    """Writes samples, shape (n, channels), at RATE; the interface board reads two channels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(_SAMPLE_BYTES)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())


def write_truth(path: Path, recordings: Iterable[Recording]) -> None:
    """Writes a truth file in the official layout; its WAV files lie beside it."""
    entries = [
        {
            "wav_file": each.name,
            "sample_rate": RATE,
            "length_sec": len(read_wav(each.path)) / RATE,
            "detection_windows": each.windows or (),
        }
        for each in recordings
    ]
    path.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")


def find_recording(given: Path) -> Recording:
    """The recording that a WAV file or a truth file names.

    A truth file's WAV lies beside it. Raises UsageError where one is missing, or where a truth file
    has more than one recording.
    """
    if given.is_dir():
        raise UsageError(
            f"{given} is a folder.",
            hint="Name a WAV file, or a truth file such as sww_long_test.json with its WAV beside "
            "it.",
        )
    if given.suffix.lower() != ".json":
        return Recording(given, None)
    try:
        entries = _ENTRIES.validate_json(given.read_bytes())
    except OSError as error:
        raise UsageError(f"{given} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise UsageError(
            f"{given} is no truth file of the streaming test: {place}: {first['msg']}.",
            hint='It is a list of {"wav_file": ..., "detection_windows": [[begin, end], ...]}.',
        ) from error
    if len(entries) != 1:
        raise UsageError(
            f"{given} has {len(entries)} recordings; one is streamed.",
            hint="Give each a file of its own.",
        )
    (entry,) = entries
    path = given.parent / entry.wav_file
    if not path.is_file():
        raise UsageError(f"{given} names {entry.wav_file}, which is not beside it.")
    return Recording(path, entry.detection_windows)
