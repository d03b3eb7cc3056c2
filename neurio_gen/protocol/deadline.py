"""A point in time by which something has to arrive, and the error if it does not."""

from __future__ import annotations

import time

from neurio_gen.errors import DeviceTimeoutError

_SHOWN_BYTES = 80


class Deadline:
    """Runs out `seconds` after it was made or renewed.

    `awaited` completes the sentence "no ... came".
    """

    def __init__(self, seconds: float, awaited: str) -> None:
        self.seconds = seconds
        self.awaited = awaited
        self._end = time.monotonic() + seconds

    @property
    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._end - time.monotonic())

    @property
    def expired(self) -> bool:
        """Whether the time is over."""
        return self.remaining == 0.0

    def renew(self) -> None:
        """Begins anew."""
        self._end = time.monotonic() + self.seconds

    def error(self, last_bytes: bytes, *, hint: str | None = None) -> DeviceTimeoutError:
        """The error that says what was awaited, for how long, and what came last."""
        return DeviceTimeoutError(
            f"Waited {self.seconds:g} s for {self.awaited}; {describe_tail(last_bytes)}.", hint=hint
        )


def describe_tail(received: bytes) -> str:
    """What a person is shown of the last bytes of a line."""
    if not received:
        return "not one byte came"
    return f"the last bytes were {received[-_SHOWN_BYTES:]!r}"
