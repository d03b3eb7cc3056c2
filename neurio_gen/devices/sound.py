"""Sound to a device, and what its pins tell of it."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from neurio_gen.sound.recording import Stereo


@dataclass(frozen=True)
class PinTimes:
    """Seconds since the recording began.

    `busy` and `idle` are the rising and the falling edges of the processing pin, `detected` the
    falling ones of the detected pin. `instructions` are those between each pair of the first two.
    """

    busy: tuple[float, ...] = ()
    idle: tuple[float, ...] = ()
    detected: tuple[float, ...] = ()
    instructions: tuple[int, ...] = ()


class SoundDevice(Protocol):
    """A device that sound can be sent to."""

    def record(self) -> None:
        """Begins to record the pins anew, before the next sound."""

    def play(self, samples: Stereo) -> Future[PinTimes]:
        """Sends sound; done with what was recorded when it has ended and all is processed."""
