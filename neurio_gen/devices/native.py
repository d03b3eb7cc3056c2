"""The firmware as a process of this machine."""

from __future__ import annotations

import os
import pty
import tty
from pathlib import Path
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.devices.device import Device
from neurio_gen.devices.link import Link
from neurio_gen.devices.links import DescriptorLink
from neurio_gen.devices.lost_time import waits_of
from neurio_gen.devices.transcript import Transcript
from neurio_gen.errors import DeviceError
from neurio_gen.results.words import TimeBase
from neurio_gen.workers.process import ChildProcess


class NativeDevice(Device):
    """An executable of the host whose standard input and output are a raw pseudo-terminal."""

    kind: ClassVar[str] = "native"
    time_base: ClassVar[TimeBase] = "host-clock"

    def __init__(self, board: Board, image: Path, log: Path | None = None) -> None:
        super().__init__(board, log)
        self.image = image
        self._process: ChildProcess | None = None

    def _open(self, transcript: Transcript) -> Link:
        if not self.image.is_file():
            raise DeviceError(f"There is no image {self.image}.", hint="Build it first.")
        ours, theirs = pty.openpty()
        try:
            tty.setraw(theirs)
            process = self._process = ChildProcess([self.image], stdin=theirs, stdout=theirs)
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        link = DescriptorLink("pseudo-terminal", ours, ours, transcript, process.epitaph)
        link.lost_by_device = waits_of(process.popen.pid)
        return link

    def _close(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None
