"""A point in time by which something has to arrive, and the error if it does not."""

from __future__ import annotations

import time
from collections.abc import Callable

from neurio_gen.errors import DeviceTimeoutError

_SHOWN_BYTES = 80
_LONGEST = 10


class Deadline:
    """Runs out `seconds` after it was made or renewed.

    `awaited` completes the sentence "no ... came". `lost` tells, as a growing number of seconds,
    the time that the device has not had because the computer was busy: it does not count, but
    nothing is awaited longer than tenfold.
    """

    def __init__(
        self, seconds: float, awaited: str, lost: Callable[[], float] | None = None
    ) -> None:
        self.seconds = seconds
        self.awaited = awaited
        self._lost = lost or _nothing
        self.renew()

    @property
    def remaining(self) -> float:
        """Seconds left, never negative."""
        passed = time.monotonic() - self._begin
        if passed >= _LONGEST * self.seconds:
            return 0.0
        return max(0.0, self.seconds - passed + self._lost() - self._lost_before)

    @property
    def expired(self) -> bool:
        """Whether the time is over."""
        return self.remaining == 0.0

    def renew(self) -> None:
        """Begins anew."""
        self._begin = time.monotonic()
        self._lost_before = self._lost()

    def error(self, last_bytes: bytes, *, hint: str | None = None) -> DeviceTimeoutError:
        """The error that says what was awaited, for how long, and what came last."""
        return DeviceTimeoutError(
            f"Waited {self.seconds:g} s for {self.awaited}; {describe_tail(last_bytes)}.",
            hint=hint or self._busy(),
        )

    def _busy(self) -> str | None:
        lost = self._lost() - self._lost_before
        if lost < self.seconds:
            return None
        return f"This computer was busy for {lost:.0f} s of the wait: run less beside it."


def _nothing() -> float:
    return 0.0


def describe_tail(received: bytes) -> str:
    """What a person is shown of the last bytes of a line."""
    if not received:
        return "no bytes received"
    return f"the last bytes were {received[-_SHOWN_BYTES:]!r}"
