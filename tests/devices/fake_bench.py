"""A bench for energy runs without hardware: power monitor, interface board, board, and a clock.

The parts share a virtual clock, so that ten seconds of a trace pass in no time. Monitor and
interface board sit on pseudo-terminals and behave as their manuals and sources say.
"""

from __future__ import annotations

import contextlib
import os
import pty
import threading
import tty
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.protocol.fake_firmware import FakeFirmware


@contextlib.contextmanager
def on_terminal(feed: Callable[[bytes], bytes], greeting: bytes = b"") -> Iterator[str]:
    """Serves a device at one end of a pseudo-terminal; the path of the other end."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    path = os.ttyname(theirs)

    def serve() -> None:
        with contextlib.suppress(OSError):
            if greeting:
                os.write(ours, greeting)
            while data := os.read(ours, 4096):
                answer = memoryview(feed(data))
                while answer:
                    answer = answer[os.write(ours, answer) :]

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield path
    finally:
        os.close(theirs)
        os.close(ours)


@dataclass
class Bench:
    """Virtual time, the power that the board draws, and who listens to both."""

    watts_idle: float = 0.010
    watts_busy: float = 0.080
    passed: Callable[[float, float], None] = lambda seconds, watts: None
    edge: Callable[[], None] = lambda: None


@dataclass
class FakeBoard:
    """Firmware for energy mode that draws power while it infers and pulses its sync pin."""

    bench: Bench
    seconds: float = 0.002
    pulses: int = 2
    firmware: FakeFirmware = field(default_factory=lambda: FakeFirmware(energy=True))

    def feed(self, data: bytes) -> bytes:
        for command in data.split(b"%")[:-1]:
            word, *counts = command.split()
            if word == b"infer":
                self._infer(int(counts[0]), int(counts[1]))
            else:
                self.bench.passed(0.001, self.bench.watts_idle)
        return self.firmware.feed(data)

    def _infer(self, iterations: int, warmups: int) -> None:
        self.bench.passed(warmups * self.seconds, self.bench.watts_busy)
        for _ in range(self.pulses - 1):
            self.bench.edge()
        self.bench.passed(iterations * self.seconds, self.bench.watts_busy)
        if self.pulses:
            self.bench.edge()
        self.bench.passed(0.005, self.bench.watts_idle)


@dataclass
class FakeInterfaceBoard:
    """Passes `dut COMMAND%` on and answers with the texts of the official interface firmware.

    Words that it does not know are answered by `m-ready` alone, as older firmware does for the
    commands of the rate (`knows_baud`). The board behind it runs at `board_baud` and is silent at
    any other rate; `stays` is firmware that does not take a rate up.
    """

    board: Callable[[bytes], bytes]
    baud: int = 115200
    board_baud: int = 9600
    knows_baud: bool = True
    stays: bool = False
    pending: bytes = b""
    longest: int = 0
    commands: list[str] = field(default_factory=list)

    def feed(self, data: bytes) -> bytes:
        *commands, self.pending = (self.pending + data).split(b"%")
        return b"".join(self._run(command) for command in commands)

    def _run(self, command: bytes) -> bytes:
        self.commands.append(command.decode())
        self.longest = max(self.longest, len(command))
        word, _, rest = command.partition(b" ")
        ready = b"m-ready\r\n"
        if word == b"name":
            return b"tinyML Enhanced Interface Board\r\n" + ready
        if word == b"checkbaud" and self.knows_baud:
            return b"baud is: %d\n" % self.baud + ready
        if word == b"setbaud" and self.knows_baud:
            self.baud = self.baud if self.stays else int(rest)
            return b"set baud to: " + rest + b"\n" + ready + b"\0"  # the restart's noise
        if word != b"dut":
            return ready
        if self.knows_baud and self.baud != self.board_baud:
            return b"m-dut-passthrough(" + rest + b")\r\n" + ready
        lines = self.board(rest + b"%").decode().splitlines()
        answer = "".join(f"[dut]: {line}\r\n" for line in lines)
        return b"m-dut-passthrough(" + rest + b")\r\n" + ready + answer.encode()


@dataclass
class FakeLpm01a:
    """X-NUCLEO-LPM01A: prompt, acknowledgements, and its stream of energy as text."""

    bench: Bench
    rate: int = 1000
    drop_sample: int | None = None
    refuse: str | None = None
    deaf_to: str | None = None
    own_line: bool = False
    """Whether an answer has a line of its own behind the acknowledgement, as some firmware does."""
    commands: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pending = b""
        self.running = False
        self.output = b""
        self.samples = 0
        self.joules = 0.0
        self.owed = 0.0
        self.events = 0
        self.powered = False
        self.bench.passed = self.pass_time
        self.bench.edge = self.event

    def feed(self, data: bytes) -> bytes:
        *commands, self.pending = (self.pending + data).split(b"\r\n")
        return b"".join(self._run(command.decode()) for command in commands)

    def pass_time(self, seconds: float, watts: float) -> None:
        if not self.running or not self.powered:
            return
        self.owed += seconds * self.rate
        while self.owed >= 1:
            self.owed -= 1
            if self.samples % self.rate == 0:
                self._time()
            if self.samples != self.drop_sample:
                self.output += _value(watts / self.rate) + b"\r\n"
            self.samples += 1

    def event(self) -> None:
        if self.running:
            self.output += b"event %d ris\r\n" % self.events
            self.events += 1

    def _run(self, command: str) -> bytes:
        self.commands.append(command)
        if command == self.deaf_to:
            return b""
        if command == self.refuse:
            error = f"\r\nPowerShield > error {command}\r\nError detail: out of range\r\n"
            return error.encode()
        acknowledged = f"\r\nPowerShield > ack {command}\r\n\r\n".encode()
        if command == "version":
            between = b"\r\n" if self.own_line else b" "
            return acknowledged.rstrip(b"\r\n") + between + b"1.0.7\r\n"
        if command.startswith("pwr "):
            self.powered = command.startswith("pwr on")
        if command == "start":
            self.running, self.output, self.samples, self.owed = True, b"", 0, 0.0
            self.bench.passed(0.02, self.bench.watts_idle)
        if command == "stop":
            self.running, stream = False, self.output
            return stream + b"\r\nPowerShield > Acquisition completed\r\n"
        return acknowledged

    def _time(self) -> None:
        seconds = self.samples // self.rate
        self.output += f"\0\0TimeStamp: {seconds:03d}s 000ms, buff 02%\r\n".encode()


def _value(joules: float) -> bytes:
    """As the device writes it: four digits and a power of ten."""
    digits, power = f"{joules:.3e}".split("e")
    return f"{digits.replace('.', '')}{int(power) - 3:+03d}".encode()
