"""The reference firmware, quirks and all, in Python.

It follows mlcommons/tiny's `benchmark/api`: an interrupt collects 80 characters and then writes
the last place over and over; words are split by `strtok`; counts go through `atoi`; an input of
the wrong length leaves the tensor as it was; an empty command crashes. Its model inverts bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

COMMAND_SIZE = 80
READY = "m-ready\r\n"


class CrashedError(Exception):
    """The firmware dereferenced a null pointer, or ran over a buffer."""


@dataclass
class ReferenceFirmware:
    """`feed` takes what the host sends and returns what the device answers."""

    model: str = "kws01"
    input_bytes: int = 64
    buffer_bytes: int = 128
    microseconds: int = 1500
    clock: int = 2**32 - 10_000  # wraps soon
    commands: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.line: list[str] = []
        self.buffer = bytearray(self.buffer_bytes)
        self.size = 0
        self.position = 0
        self.tensor = bytes(self.input_bytes)

    def boot(self) -> bytes:
        self.__post_init__()
        lap = self._timestamp(0)
        return f"m-timestamp-mode-performance\r\n{lap}m-init-done\r\n{READY}".encode()

    def feed(self, sent: bytes) -> bytes:
        answer = ""
        for character in sent.decode("latin-1"):
            if character == "%":
                command, self.line = "".join(self.line), []
                self.commands.append(command)
                answer += self._run(command) + READY
            elif len(self.line) >= COMMAND_SIZE:
                self.line[-1] = character
            else:
                self.line.append(character)
        return answer.encode("latin-1")

    def _run(self, command: str) -> str:
        words = [word for word in command.split(" ") if word]
        if not words:
            raise CrashedError("strncmp of a null pointer")
        first, rest = words[0], words[1:]
        if first == "name":
            return "m-name-dut-[unspecified]\r\n"
        if first == "timestamp":
            return self._timestamp(3)
        if first == "profile":
            return f"m-profile-[ULPMark for tinyML Firmware V0.0.1]\r\nm-model-[{self.model}]\r\n"
        if first == "help":
            return "ULPMark for tinyML Firmware V0.0.1\r\n\r\nhelp         : Print this\r\n"
        if first == "db":
            return self._db(rest)
        if first == "infer":
            return self._infer(rest)
        if first == "results":
            return self._results()
        return f"e-[Unknown command: {first}]\r\n"

    def _timestamp(self, passed: int) -> str:
        self.clock = (self.clock + passed) % 2**32
        return f"m-lap-us-{self.clock}\r\n"

    def _db(self, words: list[str]) -> str:
        if not words:
            return "e-[Command 'db' requires a subcommand]\r\n"
        if words[0] == "load":
            return self._load(words[1:])
        if words[0] == "print":
            return self._print()
        digits = words[0]
        if len(digits) % 2:
            return "e-[Insufficent number of hex digits]\r\n"
        for start in range(0, len(digits), 2):
            pair = digits[start : start + 2]
            if not re.fullmatch("[0-9a-fA-F]{2}", pair):
                return f"e-[Invalid hex digit '{pair}']\r\n"
            if self.position >= self.buffer_bytes:
                raise CrashedError("write behind the buffer")
            self.buffer[self.position] = int(pair, 16)
            self.position += 1
            if self.position == self.size:
                return "m-load-done\r\n"
        return ""

    def _load(self, words: list[str]) -> str:
        if not words:
            return "e-[Command 'db load' requires the # of bytes]\r\n"
        self.size = _atoi(words[0])
        if self.size == 0:
            return "e-[Command 'db load' must be >0 bytes]\r\n"
        self.position = 0
        if self.size > self.buffer_bytes:
            return f"Supplied buffer size {self.size} exceeds maximum of {self.buffer_bytes}\n"
        return f"m-[Expecting {self.size} bytes]\r\n"

    def _print(self) -> str:
        lines = [self.buffer[at : at + 8] for at in range(0, self.size, 8)]
        lines[-1:] = [lines[-1][: self.size - 8 * (len(lines) - 1)]] if lines else []
        text = "".join(f"m-buffer-{line.hex('-')}\r\n" for line in lines)
        return text + ("\r\n" if self.size % 8 else "")

    def _infer(self, words: list[str]) -> str:
        iterations, warmups = 1, 10
        if words:
            iterations = _atoi(words[0])
            if iterations <= 0:
                return "e-[Inference iterations must be >0]\r\n"
        if len(words) > 1:
            warmups = _atoi(words[1])
            if warmups < 0:
                return "e-[Inference warmup must be >=0]\r\n"
        said = ""
        if self.position == self.input_bytes:
            self.tensor = bytes(self.buffer[: self.input_bytes])
        else:
            said = f"Input db has {self.position} elements, expected {self.input_bytes}\n"
        return (
            f"{said}m-warmup-start-{warmups}\r\nm-warmup-done\r\nm-infer-start-{iterations}\r\n"
            f"{self._timestamp(5)}{self._timestamp(iterations * self.microseconds)}"
            f"m-infer-done\r\n{self._results()}"
        )

    def _results(self) -> str:
        numbers = ",".join(f"{(255 - byte) / 256:.3f}" for byte in self.tensor[:12])
        return f"m-results-[{numbers}]\r\n"


def _atoi(word: str) -> int:
    found = re.match(r"\s*([+-]?\d+)", word)
    return int(found[1]) if found else 0
