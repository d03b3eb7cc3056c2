"""A board on a pseudo-terminal with a UART: it hears and is heard at its own rate only."""

from __future__ import annotations

import os
import pty
import select
import termios
import threading
import time
import tty
from dataclasses import dataclass, field

from tests.protocol.fake_firmware import FakeFirmware

BOOT = 115200
NOISE = bytes(range(128, 192))
SPEEDS = {
    getattr(termios, f"B{rate}"): rate for rate in (9600, 57600, 115200, 460800, 921600, 1000000)
}
TRIAL_SECONDS = 0.6


@dataclass
class Faults:
    """What is wrong with the line. `noisy` and `deaf` are rates at which no byte passes well."""

    noisy: set[int] = field(default_factory=set)
    deaf: set[int] = field(default_factory=set)
    silent_on: str | None = None


class RatedBoard:
    """Runs firmware behind a UART that follows `baud`, as the project's own does."""

    def __init__(self, firmware: FakeFirmware, rate: int = BOOT) -> None:
        self.firmware = firmware
        self.first = self.rate = rate
        self.faults = Faults()
        self.hosts_rates: list[int] = []
        self._until: float | None = None  # the end of a trial
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.port = os.ttyname(self._slave)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        if not self._over.is_set():
            self._over.set()
            self._thread.join(timeout=5)
            os.close(self._master)
            os.close(self._slave)

    def _serve(self) -> None:
        while not self._over.is_set():
            if self._until is not None and time.monotonic() > self._until:
                self._return()
            if select.select([self._master], [], [], 0.01)[0]:
                self._hear(os.read(self._master, 4096))

    def _hear(self, data: bytes) -> None:
        host = SPEEDS[termios.tcgetattr(self._master)[5]]
        self.hosts_rates += [] if self.hosts_rates[-1:] == [host] else [host]
        if host in self.faults.deaf:
            return
        if host != self.rate:
            if host < self.rate and b"\0" in data and self._until is None:
                self._return()
            os.write(self._master, NOISE)
        elif host in self.faults.noisy:
            os.write(self._master, NOISE)
        else:
            self._answer(data)

    def _answer(self, data: bytes) -> None:
        for byte in data:
            if byte == 0:
                self.firmware.pending = ""
                if self._until is None and self.rate != self.first:
                    self._return()
                continue
            answer = self.firmware.feed(bytes([byte]))
            if self.firmware.commands[-1:] == [self.faults.silent_on]:
                self.firmware.baud = None
                continue
            os.write(self._master, answer)
            if answer:
                self._until = None
            if self.firmware.baud is not None:
                self.rate, self.firmware.baud = self.firmware.baud, None
                on_trial = self.rate != self.first
                self._until = time.monotonic() + TRIAL_SECONDS if on_trial else None

    def _return(self) -> None:
        self.rate, self._until = self.first, None
        self.firmware.pending = ""
