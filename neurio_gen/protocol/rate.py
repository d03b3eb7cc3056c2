"""Another rate of the line, agreed on with the firmware, and the way back."""

from __future__ import annotations

import contextlib

from neurio_gen.errors import DeviceError, NeurioGenError, ProtocolError
from neurio_gen.protocol import wire
from neurio_gen.protocol.exchange import Exchange, RefusedError
from neurio_gen.protocol.lines import ByteStream, RatedStream

_CONFIRM_SECONDS = 2.0 * wire.TRIAL_SECONDS
"""Longer than the device's trial: an emulated one may be slower than its own time."""
_SETTLE_SECONDS = 0.05
"""For bytes that an adapter still holds: they must leave at the rate that they were written at."""
_REST_SECONDS = 1.1 * wire.TRIAL_SECONDS
_LEAVE_SECONDS = 1.0
_BREAKS = 8


class RateError(ProtocolError):
    """The line does not work at another rate; both ends are at the first one."""


class LineRate:
    """The rate of a line: the firmware's own at first.

    The way back never needs the firmware to understand a command. On trial it returns by itself;
    later, a break makes it return: a zero byte of the slower of both rates is one.
    """

    def __init__(self, stream: ByteStream, exchange: Exchange) -> None:
        self._line = stream if isinstance(stream, RatedStream) else None
        self._exchange = exchange
        self.first = self.baud

    @property
    def baud(self) -> int | None:
        """Bits per second; None where the medium has no rate."""
        return None if self._line is None else self._line.baud

    @property
    def is_changed(self) -> bool:
        """Whether another rate than the first is in use."""
        return self.baud != self.first

    def change(self, baud: int, timeout: float) -> None:
        """Has both ends go on at `baud`, which is tried before it counts.

        Raises RefusedError where the device does not have that rate, or no command for it,
        RateError where the line does not work at it or has no rate at all. The rate is then the
        first one.
        """
        if self._line is None or self._line.baud is None:
            raise RateError("The line to the device has no baud rate.")
        try:
            self._exchange.ask(f"{wire.Command.BAUD.value} {baud}", timeout, wire.Answer.BAUD)
            self._line.set_baud(baud)
            self._exchange.expect_text(only=True)
            self._exchange.synchronise(_CONFIRM_SECONDS, may_boot=False)
            self._exchange.ask(wire.Command.NAME.value, _CONFIRM_SECONDS, wire.Answer.NAME)
        except RefusedError:
            raise
        except (ProtocolError, DeviceError) as error:
            self.back(timeout)
            raise RateError(f"The line does not work at {baud} baud: {error.message}") from error

    def back(self, timeout: float) -> None:
        """Brings both ends back to the first rate, whatever has happened to the line.

        Raises DeviceTimeoutError where the device does not answer at that one either.
        """
        if self._line is None or self.first is None:
            return
        self._break()
        self._line.rest(_REST_SECONDS)
        self._exchange.synchronise(timeout)

    def leave(self) -> None:
        """Leaves the device at the first rate for who comes next. Raises nothing."""
        if self._line is None or self.first is None or not self.is_changed:
            return
        with contextlib.suppress(NeurioGenError, OSError):
            if self._exchange.in_step:
                command = f"{wire.Command.BAUD.value} {self.first}"
                self._exchange.ask(command, _LEAVE_SECONDS, wire.Answer.BAUD)
                self._line.set_baud(self.first)
        with contextlib.suppress(NeurioGenError, OSError):
            if self.is_changed:
                self._break()

    def _break(self) -> None:
        assert self._line is not None
        assert self.first is not None
        self._exchange.expect_text(only=False)
        self._line.set_baud(min(self.first, self._line.baud or self.first))
        self._line.write(_BREAKS * wire.BREAK)
        self._line.rest(_SETTLE_SECONDS)
        self._line.set_baud(self.first)
