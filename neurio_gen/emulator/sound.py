"""Sound on the lines of a board's I2S receiver, as the interface board sends it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.emulator.timeline import Timeline

CHANNELS = 2
Slots = npt.NDArray[np.int16]


class SoundLine:
    """Two channels of 16 bits, one after the other, in virtual time; nothing at first.

    A slot is one sample of one channel. It has come when its last bit has.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._rate = Fraction(0)
        self._counter = timeline.counter(lambda: self._rate if self.playing else Fraction(0))
        self._slots: Slots = np.zeros(0, np.int16)
        self._taken = 0

    @property
    def playing(self) -> bool:
        """Whether there are slots that nobody has taken."""
        return self._taken < len(self._slots)

    def play(self, samples: npt.NDArray[Any], rate: int) -> None:
        """Sends `samples`, shape (n, CHANNELS) of int16, `rate` of them a second, from now on."""
        self._slots = np.ascontiguousarray(samples, np.int16).reshape(-1)
        self._rate = Fraction(CHANNELS * rate)
        self._taken = 0
        self._counter.restart()

    def take(self) -> Slots:
        """The slots that have come since the last call."""
        if not self.playing:
            return self._slots[:0]
        end = min(self._counter.ticks, len(self._slots))
        taken = self._slots[self._taken : end]
        self._taken = end
        return taken

    def cycle_of(self, count: int) -> int | None:
        """The core cycle at which `count` more slots, or all, have come; None while none come."""
        if not self.playing:
            return None
        return self._counter.cycle_of(min(self._taken + count, len(self._slots)))

    def end(self) -> int | None:
        """The core cycle at which the last slot has come; None while none come."""
        return self.cycle_of(len(self._slots))
