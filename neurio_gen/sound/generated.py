"""A recording from a seed: spoken wake words among other words and noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from neurio_gen.sound.front_end import RATE
from neurio_gen.sound.recording import CHANNELS, Stereo, Windows
from neurio_gen.sound.voice import Phone, Wave, speak

_M = Phone(0.09, (250, 1100, 2300, 3400), 0.35)
_AH = Phone(0.16, (730, 1150, 2440, 3400), 1.0)
_R = Phone(0.09, (450, 1150, 1650, 3200), 0.8)
_V = Phone(0.07, (250, 1100, 2300, 3400), 0.25, 0.3)
_IH = Phone(0.11, (400, 1950, 2550, 3500), 0.8)
_N = Phone(0.10, (260, 1650, 2500, 3500), 0.35)
_S = Phone(0.12, (400, 1700, 2600, 3600), 0.0, 1.0)
_OH = Phone(0.18, (500, 900, 2400, 3300), 1.0)
_EE = Phone(0.16, (280, 2250, 2900, 3600), 0.8)

MARVIN: Final = (_M, _AH, _R, _V, _IH, _N)
"""The wake word of MLPerf Tiny."""
OTHERS: Final = ((_S, _EE, _N), (_N, _OH), (_OH, _N, _S), (_S, _OH, _EE), (_EE, _S))

_GAP_SECONDS = (1.0, 1.6)
_PITCHES = (100.0, 140.0)
_VOLUMES = (0.3, 0.6)
_TEMPI = (0.9, 1.1)
_NOISE = 1e-3
_FULL = 32767


@dataclass(frozen=True)
class Spoken:
    """A recording, shape (n, CHANNELS), and where its wake words are, in seconds."""

    samples: Stereo
    windows: Windows


def generate(seed: int, wake_words: int = 4, others: int = 4) -> Spoken:
    """So many wake words and other words in turn, at varying pitch, tempo and volume, in noise.

    The same seed gives the same recording.
    """
    generator = np.random.default_rng(seed)
    pieces: list[Wave] = []
    windows: list[tuple[float, float]] = []
    length = 0

    def add(piece: Wave) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    for is_wake_word in _turns(wake_words, others):
        add(np.zeros(int(generator.uniform(*_GAP_SECONDS) * RATE)))
        word = MARVIN if is_wake_word else OTHERS[generator.integers(len(OTHERS))]
        spoken = _say(word, generator)
        if is_wake_word:
            windows.append((length / RATE, (length + len(spoken)) / RATE))
        add(spoken)
    add(np.zeros(RATE))
    sound = np.concatenate(pieces)
    sound = sound + generator.normal(0.0, _NOISE, len(sound))
    mono = np.clip(np.rint(sound * _FULL), -_FULL - 1, _FULL).astype(np.int16)
    return Spoken(np.stack([mono] * CHANNELS, axis=1), tuple(windows))


def _turns(wake_words: int, others: int) -> list[bool]:
    """Whether each word is a wake word: in turn, what is left over at the end."""
    both = min(wake_words, others)
    rest = [wake_words > others] * abs(wake_words - others)
    return [True, False] * both + rest


def _say(word: tuple[Phone, ...], generator: np.random.Generator) -> Wave:
    tempo = generator.uniform(*_TEMPI)
    phones = tuple(
        Phone(phone.seconds / tempo, phone.formants, phone.voice, phone.noise) for phone in word
    )
    return speak(phones, generator.uniform(*_PITCHES), generator) * generator.uniform(*_VOLUMES)
