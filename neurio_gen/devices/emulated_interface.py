"""The official interface board, emulated: a stream that stands between a program and a device.

It answers as the firmware in `benchmark/interface` of mlcommons/tiny does: commands of its own,
and `dut COMMAND%` for the device behind it. Where that is an emulated board with a receiver of
sound, it plays recordings to it and records its pins, in the board's virtual time.
"""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import Future

from neurio_gen.devices.sd_card import SdCard
from neurio_gen.devices.sound import PinTimes, SoundDevice
from neurio_gen.errors import DeviceError, UsageError
from neurio_gen.protocol import interface_board as words
from neurio_gen.protocol import wire
from neurio_gen.protocol.lines import BusyStream, ByteStream, RatedStream
from neurio_gen.sound.recording import read_wav

NAME = words.NAME

_TERMINATOR = wire.TERMINATOR.encode()
_READY = f"{wire.Answer.READY.value}\r\n".encode()
_PREFIX = words.PREFIX.encode()
_SIGN_OF_LIFE_SECONDS = 2.0
"""A program waits for the end of a recording as long as a board would take, an emulator may take
longer; each line lets it wait on."""


class EmulatedInterfaceBoard:
    """Passes commands on to `device`, whose rate it sets, and its lines back behind `[dut]: `."""

    def __init__(
        self,
        device: ByteStream,
        sound: SoundDevice | None = None,
        card: SdCard | None = None,
    ) -> None:
        """`sound` is where the recordings of `card` are played."""
        self._device = device
        self._sound = sound
        self._card = card
        self._begun = b""
        self._commands: deque[str] = deque()
        self._playing: Future[PinTimes] | None = None
        self._silent_until = 0.0
        self._times = PinTimes()
        self._line = b""
        self._said = b""

    @property
    def baud(self) -> int:
        """The rate towards the device; that of energy mode where it has none."""
        baud = self._device.baud if isinstance(self._device, RatedStream) else None
        return baud or wire.ENERGY_BAUD

    @property
    def times(self) -> PinTimes:
        """All that was recorded while it last played: it tells programs the beginning only."""
        return self._times

    def lost(self) -> float:
        """As the device's behind it."""
        return self._device.lost() if isinstance(self._device, BusyStream) else 0.0

    def write(self, data: bytes) -> None:
        """Takes commands, in whatever pieces they come; while it plays, they wait."""
        *commands, self._begun = (self._begun + data).split(_TERMINATOR)
        self._commands += [command.decode("ascii", "replace") for command in commands]
        self._go_on()

    def read(self, timeout: float) -> bytes:
        """What it has said itself, then the whole lines of the device."""
        if self._said:
            timeout = 0.0
        *lines, self._line = (self._line + self._device.read(timeout)).split(b"\n")
        if self._playing is not None and self._playing.done():
            self._times = self._playing.result()
            self._playing = None
            self._said += f"{words.PLAYED}\n".encode() + _READY
        elif self._playing is not None and time.monotonic() > self._silent_until:
            self._say("Still playing: this is slower than a board.")
            self._silent_until = time.monotonic() + _SIGN_OF_LIFE_SECONDS
        said, self._said = self._said, b""
        self._go_on()
        return said + b"".join(_PREFIX + line.rstrip(b"\r") + b"\r\n" for line in lines)

    def _go_on(self) -> None:
        while self._commands and self._playing is None:
            word, _, rest = self._commands.popleft().partition(" ")
            self._run(word, rest)

    def _run(self, word: str, rest: str) -> None:
        if word == "name":
            self._say(NAME)
        elif word == "dut":
            self._said += f"m-dut-passthrough({rest})\r\n".encode() + _READY
            self._device.write(rest.encode() + _TERMINATOR)
            return
        elif word == "checkbaud":
            self._said += f"baud is: {self.baud}\n".encode()
        elif word == "setbaud" and rest.isascii() and rest.isdecimal():
            self._set_baud(int(rest))
            self._said += f"set baud to: {rest}\n".encode()
        elif word == words.PLAY:
            self._play(rest)
            return
        elif word == words.RECORD:
            self._times = PinTimes()
            if self._sound is not None:
                self._sound.record()
            self._say(words.RECORDING)
        elif word == words.PRINT_DETECTIONS:
            self._say(words.DETECTIONS, *(f"{each}," for each in _detections(self._times)))
        elif word == words.PRINT_DUTY_CYCLE:
            self._say(words.STARTS, _in_lines(self._times.busy), words.STOPS)
            self._said += _in_lines(self._times.idle).encode()
        elif word == words.LIST:
            self._say(*(self._card.names() if self._card else ()))
        self._said += _READY

    def _say(self, *lines: str) -> None:
        self._said += b"".join(f"{line}\r\n".encode() for line in lines)

    def _play(self, name: str) -> None:
        """Begins to play; what follows waits for the end."""
        self._said += f"{words.PLAYING.format(name)}\n".encode()
        try:
            if self._sound is None or self._card is None:
                raise UsageError("There is no card, or nobody to play to.")
            self._playing = self._sound.play(read_wav(self._card.find(name)))
            self._silent_until = time.monotonic() + _SIGN_OF_LIFE_SECONDS
        except UsageError:
            self._said += f"{words.NOT_PLAYED}\n".encode() + _READY

    def _set_baud(self, baud: int) -> None:
        """As a UART whose divider has no such rate, it stays where it is without a word."""
        if isinstance(self._device, RatedStream) and self._device.baud not in (None, baud):
            try:
                self._device.set_baud(baud)
            except DeviceError:
                return


def _detections(times: PinTimes) -> list[int]:
    """Milliseconds of the detections that the interface board keeps."""
    kept: list[int] = []
    for seconds in times.detected:
        milliseconds = int(seconds * words.TICKS_A_SECOND) * 1000 // words.TICKS_A_SECOND
        if not kept or milliseconds - kept[-1] > words.DEBOUNCE_MS:
            kept.append(milliseconds)
    return kept[: words.MAX_DETECTIONS]


def _in_lines(seconds: tuple[float, ...]) -> str:
    """The first times in ticks as the interface board prints them: only full lines have an end."""
    text = ""
    for number, each in enumerate(seconds[: words.MAX_HOPS], start=1):
        text += f"{int(each * words.TICKS_A_SECOND)}, "
        text += "\r\n" if number % words.IN_A_LINE == 0 else ""
    return text
