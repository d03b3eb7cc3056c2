"""A real board's ELF on models of its chip, in this process."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent import futures
from pathlib import Path
from typing import ClassVar, TypeVar

from neurio_gen.boards import Board
from neurio_gen.devices.device import Device
from neurio_gen.devices.input_buffer import InputBuffer
from neurio_gen.devices.link import POLL_SECONDS, Link, LinkClosedError
from neurio_gen.devices.transcript import Transcript
from neurio_gen.emulator.board import EmulatedBoard, Reason
from neurio_gen.emulator.fault import EmulationFault
from neurio_gen.emulator.stretch import Stretch
from neurio_gen.protocol.deadline import Deadline
from neurio_gen.results.words import TimeBase

_SLICE_INSTRUCTIONS = 20_000_000
_PATIENCE_SECONDS = 60.0

T = TypeVar("T")


class EmulatedDevice(Device):
    """The very ELF that would be flashed, run on the emulator of its board.

    Its time is virtual, one cycle an instruction, so the firmware's microseconds are executed
    instructions over the core's clock. `link` raises EmulationFault where the firmware does what
    silicon would not.
    """

    kind: ClassVar[str] = "emulated"
    time_base: ClassVar[TimeBase] = "instruction-count"

    def __init__(
        self, board: Board, image: Path, baud: int | None = None, log: Path | None = None
    ) -> None:
        """`baud` is the rate that the host expects, if not the board's own."""
        super().__init__(board, log)
        self.image = image
        self._baud = baud

    @property
    def nanoseconds_per_instruction(self) -> float | None:
        """Virtual nanoseconds of one instruction: a cycle of the core's clock."""
        return 1e9 / self.board.clock_hz if self.board.clock_hz else None

    def examine(self, look: Callable[[EmulatedBoard], T]) -> T:
        """What `look` makes of the board, as soon as its firmware waits for input.

        The thread that runs the board calls it. Raises what `look` does, EmulationFault where the
        run has ended, DeviceTimeoutError where the firmware does not come to wait for input.
        """
        return self.console.examine(look)

    @property
    def console(self) -> EmulatedLink:
        """The open link, as what it is. Raises DeviceError before `open` and after `close`."""
        link = self.link
        assert isinstance(link, EmulatedLink)
        return link

    def take_executed(self) -> int | None:
        """Instructions of the timed window since the last call, exact."""
        window = self.take_window()
        return window.instructions if window else None

    def take_window(self) -> Stretch | None:
        """What the last timed window has executed, exact to the instruction.

        Ask when the device has answered, and once before the window to forget what was.
        """
        return self.examine(lambda board: board.take_longest_stretch())

    def input_buffer(self) -> InputBuffer:
        """The firmware's, written while it waits for input."""
        return InputBuffer(self.image, self._write)

    def _write(self, address: int, data: bytes) -> None:
        self.examine(lambda board: board.write_ram(address, data))

    def _open(self, transcript: Transcript) -> Link:
        baud = self._baud or self.board.baud
        board = EmulatedBoard(self.board.id, self.image, baud=baud)
        return EmulatedLink(f"emulated UART of {self.board.id}", board, transcript)

    def _close(self) -> None:
        """The board goes with its link."""


class EmulatedLink(Link):
    """The console of an emulated board. The link's reader thread is what runs the board.

    Nothing else may touch it: with the answer that the host has just read, its firmware has not
    come to a stop. What the host does reaches the board only when the firmware waits for input, in
    the order in which it was done: bytes, another rate of the host's end, silence, a look. So a
    run does not depend on how fast the host is.
    """

    def __init__(
        self, description: str, board: EmulatedBoard, transcript: Transcript | None = None
    ) -> None:
        super().__init__(description, transcript, self._reason)
        self._board = board
        self._baud = board.baud
        self._inbox: deque[Callable[[], None]] = deque()
        self._arrived = threading.Condition()
        self._waiting = False
        self._fault: EmulationFault | None = None
        self._behind = 0.0
        self.start()

    def read(self, timeout: float) -> bytes:
        """As every link's; raises EmulationFault where that has ended the run."""
        try:
            return super().read(timeout)
        except LinkClosedError:
            if self._fault is not None:
                raise self._fault from None
            raise

    def lost(self) -> float:
        """Seconds by which the run is slower than the board: a wait counts the board's time."""
        return self._behind

    @property
    def baud(self) -> int | None:
        """The rate of the host's end."""
        return self._baud

    def set_baud(self, baud: int) -> None:
        """Another rate of the host's end, from the next byte on."""
        self._baud = baud
        self._put_in(lambda: self._board.set_baud(baud))

    def rest(self, seconds: float) -> None:
        """Lets that much virtual time pass before the next byte."""
        self._put_in(lambda: self._board.rest(seconds))

    def look(self, look: Callable[[EmulatedBoard], T]) -> futures.Future[T]:
        """What `look` will make of the board as soon as its firmware waits for input."""
        found: futures.Future[T] = futures.Future()

        def act() -> None:
            try:
                found.set_result(look(self._board))
            except BaseException as error:
                found.set_exception(error)

        self._put_in(act)
        return found

    def examine(self, look: Callable[[EmulatedBoard], T]) -> T:
        """As EmulatedDevice's."""
        return self.wait(self.look(look), _PATIENCE_SECONDS)

    def wait(self, found: futures.Future[T], seconds: float) -> T:
        """What a look has found. Raises EmulationFault or DeviceTimeoutError where it does not."""
        deadline = Deadline(seconds, "the firmware to wait for input", self.lost)
        while not futures.wait([found], POLL_SECONDS).done:
            if self._fault is not None:
                raise self._fault
            if deadline.expired:
                raise deadline.error(self._tail)
        return found.result()

    def close(self) -> None:
        """As every link's. A board that still ran when its process ends would crash it."""
        self._board.halt()
        super().close()

    def _receive(self) -> bytes:
        if self._waiting and not self._deliver():
            return b""
        begin, executed = time.monotonic(), self._board.instructions
        try:
            reason = self._board.run(self._has_line, _SLICE_INSTRUCTIONS)
            virtual = (self._board.instructions - executed) / float(self._board.core_hertz or 1)
            self._behind += max(0.0, time.monotonic() - begin - virtual)
        except EmulationFault as fault:
            if self._board.unread:
                return self._board.read()
            self._fault = fault
            raise EOFError(fault.message) from fault
        self._waiting = reason is Reason.WAITING
        return self._board.read() if self._waiting or reason is Reason.DONE else b""

    def _send(self, data: memoryview, timeout: float) -> int:
        if self._fault is not None:
            raise self._fault
        sent = bytes(data)
        self._put_in(lambda: self._board.write(sent))
        return len(sent)

    def _shutdown(self) -> None:
        with self._arrived:
            self._inbox.clear()

    def _put_in(self, act: Callable[[], None]) -> None:
        with self._arrived:
            self._inbox.append(act)
            self._arrived.notify()

    def _deliver(self) -> bool:
        """Does the first of what the host did; whether there was something."""
        with self._arrived:
            if not self._inbox:
                self._arrived.wait(POLL_SECONDS)
            act = self._inbox.popleft() if self._inbox else None
        if act is not None:
            act()
            self._waiting = False
        return act is not None

    def _has_line(self) -> bool:
        return self._board.unread.endswith(b"\n")

    def _reason(self) -> str:
        return self._fault.message if self._fault else "the emulator ended"
