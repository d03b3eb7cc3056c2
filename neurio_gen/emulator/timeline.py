"""Virtual time: one cycle of the core's clock for each executed instruction, never the host's."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction


class Timeline:
    """Relates instructions to seconds while the core's clock changes.

    `cycles` are executed instructions plus cycles slept through.
    """

    def __init__(self, instructions: Callable[[], int]) -> None:
        self._instructions = instructions
        self._slept = 0
        self._frequency = Fraction(1)
        self._since = 0
        self._seconds_before = Fraction(0)
        self._counters: list[TickCounter] = []

    @property
    def cycles(self) -> int:
        """Core cycles since reset."""
        return self._instructions() + self._slept

    @property
    def frequency(self) -> Fraction:
        """Of the core, Hz."""
        return self._frequency

    @property
    def seconds(self) -> Fraction:
        """Virtual seconds since reset."""
        return self._seconds_before + (self.cycles - self._since) / self._frequency

    def settle(self) -> None:
        """Fixes what every counter has counted so far; called before any clock changes."""
        for counter in self._counters:
            counter.settle()

    def set_frequency(self, hertz: Fraction) -> None:
        """The core's clock from now on. Counters keep their count."""
        self.settle()
        self._seconds_before = self.seconds
        self._since = self.cycles
        self._frequency = hertz

    def sleep_until(self, cycle: int) -> None:
        """Lets the core sleep until that cycle."""
        self._slept += max(0, cycle - self.cycles)

    def deadline(self, cycle: int) -> int:
        """The instruction count at which that cycle is reached without further sleep."""
        return max(0, cycle - self._slept)

    def counter(self, rate: Callable[[], Fraction]) -> TickCounter:
        """A new counter at 0 of a clock of `rate()` Hz; it stands while that is 0."""
        counter = TickCounter(self, rate)
        self._counters.append(counter)
        return counter


class TickCounter:
    """Counts the ticks of a clock, exactly. Its owner calls `settle` before the rate changes."""

    def __init__(self, timeline: Timeline, rate: Callable[[], Fraction]) -> None:
        self._timeline = timeline
        self._rate = rate
        self._ticks = Fraction(0)
        self._since = 0

    @property
    def ticks(self) -> int:
        """Whole ticks counted so far, unbounded."""
        return int(self._exact())

    def restart(self, ticks: int = 0) -> None:
        """Sets the count."""
        self._ticks = Fraction(ticks)
        self._since = self._timeline.cycles

    def cycle_of(self, ticks: int) -> int | None:
        """The core cycle at which that count is reached, None where the counter stands."""
        rate = self._rate()
        if not rate:
            return None
        missing = (ticks - self._ticks) * self._timeline.frequency / rate
        return self._since + max(0, -(-missing.numerator // missing.denominator))

    def settle(self) -> None:
        """Fixes what was counted so far."""
        self._ticks = self._exact()
        self._since = self._timeline.cycles

    def _exact(self) -> Fraction:
        elapsed = self._timeline.cycles - self._since
        rate = self._rate() if elapsed else 0
        if not rate:
            return self._ticks
        return self._ticks + elapsed * rate / self._timeline.frequency
