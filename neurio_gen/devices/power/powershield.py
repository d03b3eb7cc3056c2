"""The data that an X-NUCLEO-LPM01A streams while it acquires energy as text.

The stream is described in ST's user manual UM2269: lines of values `dddd-ee` (four digits and a
power of ten), a line `TimeStamp: SSSs MMMms, buff BB%` each second, and a line `event N ris` for
each edge of the event source.
"""

from __future__ import annotations

import re

import numpy as np

from neurio_gen.devices.power.trace import Trace
from neurio_gen.errors import ProtocolError

_VALUE = re.compile(r"(\d{4})([+-]\d{2})")
_VALUES = re.compile(r"(\d{4}[+-]\d{2}\s*)+")
_TIME = re.compile(r"TimeStamp:[ ><]*(\d+)s (\d+)ms, buff (\d+)%")
_EVENT = re.compile(r"event (\d+)\b.*")
_FULL = 95
_LOST = "Use a shorter cable, another port, or nothing else on its hub."
_TOO_MUCH = "Let the monitor supply the chip alone, without debugger and LEDs."


class Acquisition:
    """Collects the lines of one acquisition.

    The first time stamp precedes the first sample. Every further one tells how many samples there
    must be: a byte that the line has lost cannot pass for less energy.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._joules: list[float] = []
        self._edges: list[float] = []
        self._first_ms: int | None = None
        self._damaged: ProtocolError | None = None

    def take(self, line: str) -> bool:
        """Takes a line of the stream; False for a line of another kind, such as an answer."""
        if line.startswith("TimeStamp"):
            self._time(line)
        elif _EVENT.fullmatch(line):
            self._edges.append(float(len(self._joules)))
        elif line[:1].isdigit():
            self._values(line)
        elif "overcurrent" in line.lower():
            self._damage(f"The power monitor's range was exceeded: {line!r}.", _TOO_MUCH)
        else:
            return False
        return True

    def trace(self) -> Trace:
        """What was collected. Raises ProtocolError where it is not complete."""
        if self._damaged is not None:
            raise self._damaged
        return Trace(self._rate_hz, np.array(self._joules, np.float64), tuple(self._edges))

    def _values(self, line: str) -> None:
        if not _VALUES.fullmatch(line):
            self._damage(f"The power monitor sent a damaged value: {line!r}.")
        self._joules += [float(f"{digits}e{power}") for digits, power in _VALUE.findall(line)]

    def _time(self, line: str) -> None:
        found = _TIME.match(line)
        if found is None:
            self._damage(f"The power monitor sent a damaged time stamp: {line!r}.")
            return
        now = 1000 * int(found[1]) + int(found[2])
        if int(found[3]) >= _FULL:
            self._damage("The power monitor's buffer ran full: samples are lost.")
        if self._first_ms is None:
            self._first_ms = now - round(1000 * len(self._joules) / self._rate_hz)
        expected = (now - self._first_ms) * self._rate_hz // 1000
        if len(self._joules) != expected:
            self._damage(
                f"The power monitor sent {len(self._joules)} samples by {now} ms instead of "
                f"{expected}: some are lost."
            )

    def _damage(self, what: str, hint: str = _LOST) -> None:
        self._damaged = self._damaged or ProtocolError(what, hint=hint)
