"""A device: one thing to talk to now."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from neurio_gen.boards import Board
from neurio_gen.closing import Closing
from neurio_gen.devices.input_buffer import InputBuffer
from neurio_gen.devices.link import Link
from neurio_gen.devices.transcript import Transcript
from neurio_gen.errors import DeviceError
from neurio_gen.results.words import TimeBase

D = TypeVar("D", bound="Device")


class Device(Closing):
    """A board on a port, an emulator or a process that runs an image. A context manager.

    `with` opens the link and ends the device in every case: a normal end, an error, Ctrl-C.
    Users of a device never need to know which kind they hold; a result carries `kind` and
    `time_base`.
    """

    kind: ClassVar[str]
    time_base: ClassVar[TimeBase]

    def __init__(self, board: Board, log: Path | None = None) -> None:
        """`log` is where the transcript of the link is appended; None keeps none."""
        self.board = board
        self.log = log
        self.wanted_baud: int | None = None
        """The rate that `connect` is to agree on with the firmware, if not the board's own."""
        self.boot_seconds: float | None = None
        """How long the device may take to answer at first; None is the protocol's own limit."""
        self._link: Link | None = None
        self._farewell: Callable[[], None] | None = None

    @property
    def link(self) -> Link:
        """The open link. Raises DeviceError before `open` and after `close`."""
        if self._link is None:
            raise DeviceError(f"The device {self.board.id} is not open.")
        return self._link

    @property
    def nanoseconds_per_instruction(self) -> float | None:
        """Device time an executed instruction takes where that is fixed, else None."""
        return None

    def take_executed(self) -> int | None:
        """Instructions of the timed window since the last call; None where none are counted."""
        return None

    def input_buffer(self) -> InputBuffer | None:
        """The firmware's buffer of inputs, where the host can write the device's memory."""
        return None

    def open(self) -> Link:
        """Starts or reaches the device. Raises DeviceError where that fails."""
        if self._link is not None:
            return self._link
        transcript = Transcript(self.log)
        try:
            self._link = self._open(transcript)
        except BaseException:
            transcript.close()
            self._close()
            raise
        return self._link

    def before_close(self, farewell: Callable[[], None]) -> None:
        """Has `farewell`, which raises nothing, called when the device is closed."""
        self._farewell = farewell

    def close(self) -> None:
        """Ends the link and what `open` has started. May be called twice."""
        farewell, self._farewell = self._farewell, None
        if farewell is not None:
            farewell()
        link, self._link = self._link, None
        try:
            if link is not None:
                link.close()
        finally:
            self._close()

    def __enter__(self: D) -> D:
        self.open()
        return self

    @abstractmethod
    def _open(self, transcript: Transcript) -> Link:
        """Starts the device; the link to it."""

    @abstractmethod
    def _close(self) -> None:
        """Ends what `_open` started, also where it failed half way. May be called twice."""
