"""A voice of sines: words for recordings that nobody has to speak.

Harmonics of a pitch whose loudness follows the formants of one sound after the other, and noise
where a sound has it. It is no likeness of a person; the network takes it for speech.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.sound.front_end import RATE

Wave = npt.NDArray[np.float64]

_BANDWIDTHS = (90.0, 110.0, 160.0, 250.0)  # Hz, of formants from low to high
_HIGHEST = 7000.0  # Hz, of harmonics
_TILT = 1.0  # of the loudness of harmonics, as a power of their number
_EDGE_SECONDS = 0.02


@dataclass(frozen=True)
class Phone:
    """A sound of a word: seconds, formants in Hz from low to high, loudness from 0 to 1 of voice
    and of noise."""

    seconds: float
    formants: tuple[float, float, float, float]
    voice: float
    noise: float = 0.0


def speak(phones: tuple[Phone, ...], pitch: float, generator: np.random.Generator) -> Wave:
    """The word, its peak at 1; formants and loudness glide from phone to phone.

    `pitch` in Hz falls by a fifth toward the end.
    """
    ends = np.cumsum([phone.seconds for phone in phones])
    count = int(ends[-1] * RATE)
    time = np.arange(count) / RATE
    middles = ends - np.array([phone.seconds for phone in phones]) / 2

    def track(values: Any) -> Wave:
        line: Wave = np.interp(time, middles, list(values))
        return line

    formants = [track(phone.formants[i] for phone in phones) for i in range(4)]
    voice, noise = track(p.voice for p in phones), track(p.noise for p in phones)
    hertz = pitch * (1.0 - 0.2 * time / time[-1])
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    sound = np.zeros(count)
    for number in range(1, int(_HIGHEST / pitch) + 1):
        frequency = number * hertz
        gain = _envelope(frequency, formants) * number**-_TILT
        sound += voice * gain * (frequency < _HIGHEST) * np.sin(number * phase)
    hiss = generator.standard_normal(count)
    sound += noise * np.convolve(hiss, [1.0, -0.9], "same") * 0.1
    edge = np.minimum(1.0, np.minimum(time, time[-1] - time) / _EDGE_SECONDS)
    sound *= edge
    spoken: Wave = sound / np.abs(sound).max()
    return spoken


def _envelope(frequency: Wave, formants: list[Wave]) -> Wave:
    total = np.zeros_like(frequency)
    for centre, bandwidth in zip(formants, _BANDWIDTHS, strict=True):
        total += 1.0 / np.hypot(1.0, 2 * (frequency - centre) / bandwidth)
    return total
