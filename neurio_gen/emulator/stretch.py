"""The code between two readings of the time: what a timed window of the firmware has executed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from neurio_gen.emulator.profile import ExecutedBlocks


@dataclass(frozen=True)
class Stretch:
    """Instructions from one reading of a timer or cycle counter to the next.

    `profile` has the blocks executed meanwhile, where profiles are kept, to within the blocks
    that hold the two readings.
    """

    instructions: int
    profile: ExecutedBlocks | None = None


class StretchRecorder:
    """Remembers the longest stretch. Firmware reads its time base around what it times."""

    def __init__(
        self, instructions: Callable[[], int], profile: Callable[[], ExecutedBlocks]
    ) -> None:
        self.keeps_profiles = False
        self._instructions = instructions
        self._profile = profile
        self._last: int | None = None
        self._last_profile: ExecutedBlocks | None = None
        self._longest: Stretch | None = None

    def note(self) -> None:
        """Called when firmware reads the time."""
        now = self._instructions()
        profile = self._profile() if self.keeps_profiles else None
        if self._last is not None:
            length = now - self._last
            if self._longest is None or length > self._longest.instructions:
                earlier = self._last_profile
                executed = profile - earlier if profile and earlier else None
                self._longest = Stretch(length, executed)
        self._last, self._last_profile = now, profile

    def take_longest(self) -> Stretch | None:
        """The longest stretch since the last call; None where there was none."""
        longest, self._longest = self._longest, None
        self._last = self._last_profile = None
        return longest
