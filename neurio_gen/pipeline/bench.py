"""The place where images are measured: one image at a time, started once per image."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from neurio_gen.build import BuiltImage
from neurio_gen.closing import Closing
from neurio_gen.devices import Device
from neurio_gen.errors import NeurioGenError
from neurio_gen.pipeline.access import Access, Held
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

Opener = Callable[[Request, Held, BuiltImage], AbstractContextManager[P]]
"""Puts an image onto the device that is held and starts it; leaving the context ends the device."""


class Bench(Closing, Generic[P]):
    """Holds the device of a request with an image running on it. A context manager.

    A board is held from its first image on, so that it is left to others while images are built.
    """

    def __init__(
        self, request: Request, access: Access, opener: Opener[P], progress: Progress
    ) -> None:
        self._request = request
        self._access = access
        self._opener = opener
        self._progress = progress
        self._stack = ExitStack()
        self._holding = ExitStack()
        self._held: Held | None = None
        self._refused: NeurioGenError | None = None
        self._own_rate = False
        self._running: tuple[Path, P] | None = None

    def close(self) -> None:
        """Ends the device, and lets the board go."""
        try:
            self.clear()
        finally:
            self._holding.close()

    def place(self, image: BuiltImage) -> P:
        """The place with `image` running on it, started unless it runs already.

        Raises DeviceError where a board answers with another build than the image's, where it
        cannot be had, and from then on where it was lost.
        """
        if self._refused is not None:
            raise self._refused
        if self._running is not None and self._running[0] == image.elf:
            return self._running[1]
        self.clear()
        image.check()
        held = self._hold()
        request = replace(held.request, baud=None) if self._own_rate else held.request
        place = self._stack.enter_context(self._opener(request, held, image))
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
            self._own_rate = True
        self._running = None
        self._stack.close()

    def confirm(self) -> None:
        """Raises DeviceError where the board is not ours any more: others may have used it."""
        if self._held is not None and self._refused is None:
            try:
                self._held.confirm()
            except NeurioGenError as error:
                self._refused = error
                raise

    def reason(self, error: NeurioGenError) -> NeurioGenError:
        """Why something failed: that the board was lost, if it was, or `error` itself."""
        try:
            self.confirm()
        except NeurioGenError as lost:
            return lost
        return error

    def _hold(self) -> Held:
        if self._held is None:
            try:
                hold = self._access.hold(self._request, self._progress)
                self._held = self._holding.enter_context(hold)
            except NeurioGenError as error:
                self._refused = error
                raise
        return self._held
