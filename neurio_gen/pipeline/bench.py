"""The device that measurements share: one image on it at a time, started once an image."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from neurio_gen.build import BuiltImage
from neurio_gen.devices import Device, connect, open_device
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.protocol.session import Session


class Bench:
    """Holds the device of a request with an image running on it. A context manager."""

    def __init__(
        self,
        request: Request,
        flash: Callable[[BuiltImage], None] | None = None,
        report: Report | None = None,
    ) -> None:
        """`flash` writes an image where the device keeps it in flash; None where that is done."""
        self._request = request
        self._flash = flash
        self._report = report or Report()
        self._baud = request.baud
        self._stack = ExitStack()
        self._running: Path | None = None
        self._place: tuple[Device, Session] | None = None

    def __enter__(self) -> Bench:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def place(self, image: BuiltImage) -> tuple[Device, Session]:
        """The device with `image` running on it, started unless it runs already."""
        if self._place is None or self._running != image.elf:
            self.clear()
            image.check()
            if self._flash is not None:
                self._flash(image)
            request = self._request
            log = request.log_dir / f"{image.name}.uart.log"
            device = self._stack.enter_context(
                open_device(request.board, image.elf, port=request.port, baud=self._baud, log=log)
            )
            self._running, self._place = image.elf, (device, connect(device, self._report.note))
            if (baud := self._place[1].baud) is not None:
                self._report.detail(f"{image.name} is talked to at {baud} baud")
        return self._place

    def clear(self) -> None:
        """End the device; the next `place` starts it anew. For use after an error, too.

        A rate at which the line has failed is not tried again.
        """
        if self._place is not None and self._place[1].fell_back:
            self._baud = None
        self._running = self._place = None
        self._stack.close()
