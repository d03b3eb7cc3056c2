"""What every model of a receiver of sound has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod

from neurio_gen.emulator.peripheral import Peripheral


class SoundReceiver(Peripheral, ABC):
    """The peripheral at the end of the sound's lines. Its events are those of what comes."""

    @abstractmethod
    def settle(self) -> None:
        """Takes what has come so far from the line."""

    @abstractmethod
    def next_flag(self) -> int | None:
        """The core cycle at which firmware will find that something has come."""

    def next_event(self) -> int | None:
        """The next flag, or the end of the sound."""
        events = (self.next_flag(), self.system.sound.end())
        return min((event for event in events if event is not None), default=None)

    def advance(self) -> None:
        """Takes what is due."""
        self.settle()
