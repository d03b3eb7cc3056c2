"""Wake words for the streaming models of pymicro-wakeword, spoken by the voice of sines."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from neurio_gen.sound.recording import Sound, write_wav
from neurio_gen.sound.voice import Phone, speak

ALEXA = (
    Phone(0.09, (600, 1200, 2500, 3500), 0.8),
    Phone(0.08, (360, 1000, 2600, 3400), 0.7),
    Phone(0.13, (580, 1850, 2500, 3500), 1.0),
    Phone(0.05, (400, 1800, 2500, 3500), 0.0),
    Phone(0.03, (400, 1900, 2600, 3600), 0.0, 0.6),
    Phone(0.12, (400, 1700, 2600, 4800), 0.0, 1.0),
    Phone(0.14, (700, 1200, 2500, 3500), 0.9),
)
"""The seven sounds of the word."""


def say(phones: tuple[Phone, ...], seed: int) -> Sound:
    """A second of quiet, the word as one of many voices says it, half a second of quiet: mono."""
    random = np.random.default_rng(seed)
    size, tempo, pitch = (
        random.uniform(0.85, 1.25),
        random.uniform(0.7, 1.4),
        random.uniform(90, 240),
    )

    def voiced(phone: Phone) -> Phone:
        seconds = phone.seconds * tempo * random.uniform(0.8, 1.25)
        first, second, third, fourth = (
            hertz * size * random.uniform(0.93, 1.07) for hertz in phone.formants
        )
        noise = phone.noise * random.uniform(0.3, 2)
        return Phone(seconds, (first, second, third, fourth), phone.voice, noise)

    word = speak(tuple(map(voiced, phones)), pitch, random) * random.uniform(0.1, 0.6)
    sound = np.concatenate([np.zeros(16_000), word, np.zeros(8_000)])
    sound += random.normal(0, 1e-3, len(sound))
    mono: Sound = np.clip(np.rint(sound * 32767), -32768, 32767).astype(np.int16)
    return mono[:, np.newaxis]


def write_files(folder: Path, sounds: dict[str, tuple[Sound, int]]) -> Path:
    """A data set of WAV files; each sound has its class."""
    for name, (sound, _) in sounds.items():
        write_wav(folder / name, sound)
    labels = "".join(f"{name},2,{label}\n" for name, (_, label) in sounds.items())
    (folder / "y_labels.csv").write_text(labels)
    return folder
