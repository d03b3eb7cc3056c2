"""ST's X-NUCLEO-LPM01A: supplies the board and measures its energy; commands over a serial port."""

from __future__ import annotations

import contextlib
from pathlib import Path

from neurio_gen.devices.links import SerialLink
from neurio_gen.devices.power.monitor import PowerMonitor
from neurio_gen.devices.power.powershield import Acquisition
from neurio_gen.devices.power.trace import Trace
from neurio_gen.devices.serial_board import explained
from neurio_gen.devices.transcript import Transcript
from neurio_gen.errors import DeviceTimeoutError, NeurioGenError, ProtocolError, UsageError
from neurio_gen.protocol.deadline import Deadline
from neurio_gen.protocol.lines import LineReader

BAUD = 3686400
DEFAULT_VOLTS = 3.3
RATE_HZ = 1000
"""Samples per second: the official runner's rate."""

_VOLTS = (1.8, 3.3)
_PROMPT = "PowerShield >"
_SECONDS = 5.0
_DETAIL_SECONDS = 0.5
_COMPLETED = "Acquisition completed"


class Lpm01a(PowerMonitor):
    """The monitor on a serial port, its sync input on D7 of its Arduino connector."""

    def __init__(self, port: str, volts: float = DEFAULT_VOLTS, log: Path | None = None) -> None:
        """`volts` from 1.8 to 3.3. Raises UsageError beyond."""
        low, high = _VOLTS
        if not low <= volts <= high:
            raise UsageError(f"The LPM01A supplies {low} to {high} V, not {volts:g}.")
        self._port = port
        self._volts = volts
        self._log = log
        self._version = ""
        self._link: SerialLink | None = None
        self._reader: LineReader | None = None
        self._acquisition: Acquisition | None = None

    @property
    def name(self) -> str:
        """The model and the firmware's version."""
        return f"LPM01A {self._version}".strip()

    @property
    def volts(self) -> float:
        """The voltage that the board gets."""
        return self._volts

    def open(self) -> None:
        """Takes control and sets up: energy as text, one value a millisecond, edges on D7."""
        transcript = Transcript(self._log)
        try:
            self._link = SerialLink(self._port, BAUD, transcript)
        except (OSError, ValueError) as error:
            transcript.close()
            raise explained(self._port, error) from error
        self._reader = LineReader(self._link)
        self._ask("htc")
        self._version = self._ask("version").split(" ")[-1]
        for command in (
            *("pwr off", "acqtime inf", "trigdelay 0", "trigsrc sw", "eventsrc d7 fal"),
            *("output energy", "format ascii_dec", f"freq {RATE_HZ // 1000}k"),
            *(f"volt {round(1000 * self._volts)}m", "pwrend on"),
        ):
            self._ask(command)

    def power_on(self) -> None:
        """Switches the board's supply on; it boots."""
        self._ask("pwr on nostatus")

    def start(self) -> None:
        """Begins a trace and waits for its first sample."""
        self._acquisition = Acquisition(RATE_HZ)
        self._ask("start")

    def stop(self) -> Trace:
        """Ends the trace."""
        acquisition = self._acquisition or Acquisition(RATE_HZ)
        link, reader = self._opened()
        link.write(b"stop\r\n")
        deadline = Deadline(_SECONDS, "the power monitor to end its acquisition")
        while _COMPLETED not in (line := _bare(reader.next_line(deadline))):
            if not acquisition.take(line):
                self._refuse_error(line, "stop")
        self._acquisition = None
        return acquisition.trace()

    def close(self) -> None:
        """Switches the board off and gives control back, as far as the monitor still answers."""
        link = self._link
        if link is None:
            return
        try:
            if self._acquisition is not None:
                self.stop()
            self._ask("pwr off")
            self._ask("hrc")
        except NeurioGenError as error:
            link.transcript.note(f"not left in order: {error.message}")
        finally:
            self._link = self._reader = self._acquisition = None
            link.close()

    def _ask(self, command: str) -> str:
        """What follows the acknowledgement of a command."""
        link, reader = self._opened()
        link.write(f"{command}\r\n".encode("ascii"))
        deadline = Deadline(_SECONDS, f"the power monitor to acknowledge {command!r}")
        while True:
            line = _bare(reader.next_line(deadline))
            if line.startswith(f"ack {command}"):
                return line.removeprefix(f"ack {command}").strip() or self._following(command)
            if self._acquisition is None or not self._acquisition.take(line):
                self._refuse_error(line, command)

    def _following(self, command: str) -> str:
        """The line behind the acknowledgement, for commands that answer with one."""
        if command != "version":
            return ""
        _, reader = self._opened()
        return _bare(reader.next_line(Deadline(_SECONDS, f"the answer to {command!r}")))

    def _refuse_error(self, line: str, command: str) -> None:
        """Raises ProtocolError with the monitor's words where a line is an error."""
        if not line.lower().startswith("err"):
            return
        _, reader = self._opened()
        with contextlib.suppress(DeviceTimeoutError):
            line += f"; {_bare(reader.next_line(Deadline(_DETAIL_SECONDS, 'details')))}"
        raise ProtocolError(
            f"The power monitor refuses {command!r}: {line}.",
            hint="Is its firmware up to date, and its calibration done (command `autotest`)?",
        )

    def _opened(self) -> tuple[SerialLink, LineReader]:
        if self._link is None or self._reader is None:
            raise ProtocolError("The power monitor is not open.")
        return self._link, self._reader


def _bare(line: str) -> str:
    return line.replace(_PROMPT, "").strip()
