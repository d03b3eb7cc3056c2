"""Where values lie between the ends of an axis, and which of them are written there."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

LOGARITHMIC_FROM = 20
"""Values that differ by more than this factor get a logarithmic axis where points are drawn."""

_STEPS = (1, 2, 5, 10)
_MARKS = 6
"""No more marks than these and one are on an axis that is not logarithmic."""
_ROOM = 0.08
"""Between the outermost points and the ends, as a part of the axis."""


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`; a logarithmic one begins above 0."""

    low: float
    high: float
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """A number from 0, at the low end, to 1."""
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def marks(self) -> tuple[float, ...]:
        """Round numbers between the ends, the smallest first."""
        if not self.logarithmic:
            step = _round_step((self.high - self.low) / _MARKS)
            first, last = math.ceil(self.low / step), math.floor(self.high / step)
            return tuple(number * step for number in range(first, last + 1))
        decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)))
        wide = math.log10(self.high / self.low)
        factors = (1, 2, 5) if wide < 2 else (1, 3) if wide < 3 else (1,)
        marks = (factor * 10.0**decade for decade in decades for factor in factors)
        return tuple(mark for mark in marks if self.low <= mark <= self.high)


def axis_of(values: Iterable[float], at_most: float = math.inf) -> Axis:
    """An axis with room beside the outermost values, logarithmic where they differ a lot.

    `at_most` is where there can be no value above.
    """
    known = list(values)
    low, high = min(known), max(known)
    if low > 0 and high > LOGARITHMIC_FROM * low:
        factor = (high / low) ** _ROOM
        return Axis(low / factor, high * factor, logarithmic=True)
    room = _ROOM * (high - low) or max(abs(high) * _ROOM, 1.0)
    begin = max(0.0, low - room) if low >= 0 else low - room
    return Axis(begin, min(high + room, at_most) if at_most > begin else high + room)


def _round_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, at least `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * 0.999)
