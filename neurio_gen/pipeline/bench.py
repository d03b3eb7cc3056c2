"""The place where images are measured: one image at a time, started once an image."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar

from neurio_gen.build import BuiltImage
from neurio_gen.devices import Device
from neurio_gen.pipeline.identity import check_answering
from neurio_gen.pipeline.request import Request
from neurio_gen.progress import Progress
from neurio_gen.protocol.session import Session


@dataclass(frozen=True, eq=False)
class Place:
    """A device on which an image runs, and the session with it. Modes may have more there."""

    device: Device
    session: Session


P = TypeVar("P", bound=Place)

Opener = Callable[[Request, BuiltImage], AbstractContextManager[P]]
"""Puts an image onto the request's device and starts it; leaving the context ends the device."""


class Bench(Generic[P]):
    """Holds the device of a request with an image running on it. A context manager."""

    def __init__(self, request: Request, opener: Opener[P], progress: Progress) -> None:
        self._request = request
        self._opener = opener
        self._progress = progress
        self._stack = ExitStack()
        self._running: tuple[Path, P] | None = None

    def __enter__(self) -> Bench[P]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def place(self, image: BuiltImage) -> P:
        """The place with `image` running on it, started unless it runs already.

        Raises DeviceError where a board answers with another build than the image's.
        """
        if self._running is not None and self._running[0] == image.elf:
            return self._running[1]
        self.clear()
        image.check()
        place = self._stack.enter_context(self._opener(self._request, image))
        self._running = image.elf, place
        if place.device.kind == "serial":  # all others were just given the file
            check_answering(place.session, image)
        if (baud := place.session.baud) is not None:
            self._progress.detail(f"{image.name} is talked to at {baud} baud")
        return place

    def clear(self) -> None:
        """End the device; the next `place` starts it anew. For use after an error, too.

        A rate at which the line has failed is not tried again.
        """
        if self._running is not None and self._running[1].session.fell_back:
            self._request = replace(self._request, baud=None)
        self._running = None
        self._stack.close()
