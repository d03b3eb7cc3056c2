"""One command, one answer, in step, over a line that may be dirty."""

from __future__ import annotations

import contextlib

from neurio_gen.errors import DeviceTimeoutError, ProtocolError
from neurio_gen.protocol import wire
from neurio_gen.protocol.deadline import Deadline
from neurio_gen.protocol.lines import BusyStream, ByteStream, LineReader

_LISTEN_SECONDS = 0.5
_ATTEMPT_SECONDS = 1.0
_MODEM = "AT"
MODEM_HINT = (
    'ModemManager writes "AT" to ports that have just appeared. Keep it away from this one by a '
    'udev rule with ENV{ID_MM_DEVICE_IGNORE}="1": `neurio-gen doctor --udev` prints one for each '
    "board."
)
_BOOT_LINES = frozenset(
    {wire.Answer.MODE_PERFORMANCE.value, wire.Answer.MODE_ENERGY.value, wire.Answer.INIT_DONE.value}
)


class DeviceRestartedError(ProtocolError):
    """The device booted in the middle of a command. What was loaded and selected is lost."""


class RefusedError(ProtocolError):
    """The firmware answered a command with an `e-[...]` line."""


class UnknownCommandError(RefusedError):
    """The firmware does not have this command, of which it has got every letter."""


class FirmwareCrashedError(ProtocolError):
    """The firmware told of a fault of its own and starts anew."""


class Exchange:
    """Sends commands and collects their answers.

    An answer ends with `m-ready`. Where an answer must hold a certain line, an `m-ready` without
    it is taken for the end of an older answer and skipped. After an error the exchange counts as
    out of step and puts itself in step again before the next command.
    """

    def __init__(self, stream: ByteStream, synchronise_seconds: float) -> None:
        """`synchronise_seconds` is what getting in step again may take before a command."""
        self._stream = stream
        self._lost = stream.lost if isinstance(stream, BusyStream) else None
        self._synchronise_seconds = synchronise_seconds
        self._reader = LineReader(stream)
        self._in_step = False
        self.shared_with_modem_manager = False
        """Whether `AT` commands have come to the device."""

    @property
    def in_step(self) -> bool:
        """Whether the last answer was complete."""
        return self._in_step

    def expect_text(self, only: bool) -> None:
        """Whether noise ends the wait for an answer at once."""
        self._reader.gives_up_on_noise = only

    def ask(self, command: str, timeout: float, expected: wire.Answer | None = None) -> list[str]:
        """The lines of the answer to `command`, which comes without its terminator.

        `expected` must be among the lines. Raises UnknownCommandError or ProtocolError with the
        device's words where it refuses, DeviceRestartedError where it boots instead,
        DeviceTimeoutError after `timeout` seconds in which no line came that is `expected`.
        """
        if not self._in_step:
            self.synchronise(self._synchronise_seconds)
        self._in_step = False
        self._send(command)
        awaited = wire.Answer.READY if expected is None else expected
        what = f"{awaited.value!r} in the answer to {_short(command)}"
        deadline = Deadline(timeout, what, self._lost)
        lines = self._collect(command, expected, deadline)
        self._in_step = True
        return lines

    def synchronise(self, timeout: float, *, may_boot: bool = True) -> list[str]:
        """Gets in step with a device that boots, or is up, or has half a command in its buffer.

        Listens for boot messages, if it `may_boot`, then asks `name` until it is answered, then
        `profile` once: what precedes that answer is stale. The lines of the `profile` answer are
        returned. Raises DeviceTimeoutError with a diagnosis.
        """
        deadline = Deadline(timeout, "the device to answer name%", self._lost)
        try:
            if may_boot:
                seconds = min(_LISTEN_SECONDS, timeout / 4)
                self._await_boot(Deadline(seconds, "boot messages", self._lost))
            while not self._is_named(deadline):
                if deadline.expired:
                    raise deadline.error(self._reader.tail)
            self._send(wire.Command.PROFILE.value)
            lines = self._skip_to_profile(deadline)
        except DeviceTimeoutError as error:
            raise deadline.error(self._reader.tail, hint=diagnosis(self._reader.tail)) from error
        self._in_step = True
        return lines

    def _send(self, command: str) -> None:
        self._reader.forget_noise()
        self._stream.write((command + wire.TERMINATOR).encode("ascii"))

    def _await_boot(self, deadline: Deadline) -> None:
        with contextlib.suppress(DeviceTimeoutError):
            while self._reader.next_line(deadline) != wire.Answer.READY.value:
                pass

    def _is_named(self, deadline: Deadline) -> bool:
        self._reader.forget()
        self._send(wire.Command.NAME.value)
        seconds = min(_ATTEMPT_SECONDS, deadline.seconds / 4, deadline.remaining)
        attempt = Deadline(seconds, deadline.awaited, self._lost)
        try:
            while (line := self._reader.next_line(attempt)) != wire.Answer.READY.value:
                if wire.match(wire.Answer.NAME, line) is not None:
                    return True
                self._look_for_modem_commands(line)
        except DeviceTimeoutError:
            pass
        return False

    def _look_for_modem_commands(self, line: str) -> bool:
        """Whether the device was sent what is for modems, by something else than us."""
        said = wire.match(wire.Error.UNKNOWN_COMMAND, line)
        found = said is not None and said[0].startswith(_MODEM)
        self.shared_with_modem_manager |= found
        return found

    def _skip_to_profile(self, deadline: Deadline) -> list[str]:
        lines: list[str] = []
        while True:
            line = self._reader.next_line(deadline)
            if wire.match(wire.Answer.PROFILE, line) is not None:
                lines = [line]
            elif lines and line == wire.Answer.READY.value:
                return lines
            elif lines:
                lines.append(line)

    def _collect(self, command: str, expected: wire.Answer | None, deadline: Deadline) -> list[str]:
        lines: list[str] = []
        echo = command + wire.TERMINATOR
        while True:
            line = self._reader.next_line(deadline)
            if line in _BOOT_LINES:
                raise DeviceRestartedError(
                    f"The device restarted during {_short(command)}.",
                    hint="A reset button, a watchdog, a brown-out, or a fault in the firmware.",
                )
            if wire.is_error(line):
                raise self._refusal(command, line, deadline)
            if line != wire.Answer.READY.value:
                if line != echo:
                    lines.append(line)
                if expected is not None and wire.match(expected, line) is not None:
                    deadline.renew()  # long answers come line by line
            elif expected is None or any(wire.match(expected, one) is not None for one in lines):
                return lines
            else:
                lines.clear()

    def _refusal(self, command: str, line: str, deadline: Deadline) -> ProtocolError:
        if wire.match(wire.Error.FAULT, line) is not None:
            return FirmwareCrashedError(f"The firmware crashed during {_short(command)}: {line}.")
        with contextlib.suppress(DeviceTimeoutError):
            while self._reader.next_line(deadline) != wire.Answer.READY.value:
                pass
            self._in_step = True
        if self._look_for_modem_commands(line):
            return RefusedError(
                f"The device was sent something else during {_short(command)}: {line}.",
                hint=MODEM_HINT,
            )
        if wire.match(wire.Error.UNKNOWN_COMMAND, line) == (command.split(maxsplit=1)[0],):
            return UnknownCommandError(f"The device does not know {_short(command)}: {line}.")
        return RefusedError(f"The device refuses {_short(command)}: {line}.")


def diagnosis(tail: bytes) -> str:
    """What the last bytes of a device that does not answer tell about it."""
    if not tail:
        return (
            "The line is silent: is the board powered and flashed, is this the port of its "
            "console UART, is the baud rate right?"
        )
    text = sum(0x20 <= byte < 0x7F or byte in b"\r\n\t" for byte in tail)
    if text < 0.8 * len(tail):
        return "What comes is no text: the baud rate is wrong, or the board's clock is."
    if any(line.startswith((b"m-", b"e-[")) for line in tail.splitlines()):
        return "The device speaks the protocol but does not answer name%: reset it."
    return "Another firmware is running on the device: flash the image first."


def _short(command: str) -> str:
    shown = command if len(command) <= 24 else command[:24] + "..."
    return f"`{shown}{wire.TERMINATOR}`"
