"""How the board of a request is reached, and that nobody else has it meanwhile.

A port of this machine is locked, a place of a lab is acquired; emulators are there for all.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass

from neurio_gen.build import BuiltImage
from neurio_gen.closing import Closing
from neurio_gen.devices.labgrid.address import is_labgrid
from neurio_gen.devices.port_lock import locked
from neurio_gen.devices.port_names import check_port
from neurio_gen.devices.ports import PORT_VARIABLE, find_port
from neurio_gen.errors import DeviceError
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.write_flash import (
    is_reached_by_probe,
    needs_flashing,
    probe_of,
    write_and_wait,
)
from neurio_gen.progress import Progress


class Held(ABC):
    """A board that nobody else has. `request` is the one that it is held for, with its port."""

    request: Request

    @abstractmethod
    def write(self, image: BuiltImage) -> str:
        """Writes an image into its flash; the name of the way. Raises DeviceError."""

    def confirm(self) -> None:  # noqa: B027 - a lock is never lost
        """Raises DeviceError where it is not held any more: what was just measured is void."""

    def reset(self, image: BuiltImage) -> None:  # noqa: B027 - our firmware takes a break
        """Forgets what others have left, where that is possible: it has its image in flash."""


class Access(Closing):
    """The way to a request's board. A context manager, which ends what it has started."""

    def close(self) -> None:
        """Ends what was started: nothing, where others hold the board."""

    @abstractmethod
    def check(self, request: Request, progress: Progress, *, writes: bool) -> None:
        """Raises UsageError or DeviceError where the board cannot be reached: before any build.

        `writes` says whether images are to be flashed.
        """

    @abstractmethod
    def hold(self, request: Request, progress: Progress) -> AbstractContextManager[Held]:
        """Has the board alone. Raises DeviceError where others do not give it free in time."""


def access_to(request: Request) -> Access:
    """The way to the request's board. Raises UsageError where labgrid is needed and missing."""
    if not needs_flashing(request):
        return LoadedBoard()
    wish = request.port or os.environ.get(PORT_VARIABLE)
    if wish is not None and is_labgrid(wish):
        from neurio_gen.devices.labgrid.farm import Farm
        from neurio_gen.pipeline.access_lab import LabBoard  # most boards are in no lab

        return LabBoard(Farm(wish, request.board))
    return LocalBoard()


@dataclass(frozen=True)
class HeldLocally(Held):
    """A board on a port of this machine, or what loads its image when it starts."""

    request: Request
    progress: Progress

    def write(self, image: BuiltImage) -> str:
        """By the board's own methods."""
        return write_and_wait(self.request, image, self.progress).name


class LoadedBoard(Access):
    """An emulator, or a process of this machine: everybody has one of their own."""

    def check(self, request: Request, progress: Progress, *, writes: bool) -> None:
        """QEMU is installed, where it is needed."""
        if request.board.device == "qemu":
            from neurio_gen.devices.qemu import check_program

            check_program(request.board)

    def hold(self, request: Request, progress: Progress) -> AbstractContextManager[Held]:
        """Nothing is to be held."""
        return nullcontext(HeldLocally(request, progress))


class LocalBoard(Access):
    """A board on a port of this machine, or one that pyserial has a URL for."""

    def check(self, request: Request, progress: Progress, *, writes: bool) -> None:
        """Its port may be one. To be flashed, it is plugged in, and no other could be meant."""
        if wish := request.port or os.environ.get(PORT_VARIABLE):
            check_port(wish)
        if writes and probe_of(request) is None and is_reached_by_probe(request):
            find_port(request.board)

    @contextmanager
    def hold(self, request: Request, progress: Progress) -> Iterator[Held]:
        """The lock of its port; without a port, as of a boot loader's drive, that of its kind."""
        port = f"the board {request.board.id}"
        with suppress(DeviceError):
            port = find_port(request.board, request.port)
        with locked(port, request.wait, waiting(progress)):
            yield HeldLocally(request, progress)


def waiting(progress: Progress) -> Callable[[str], None]:
    """What notes who has what is waited for, each time that it is somebody else."""
    last: list[str] = []

    def told(who: str) -> None:
        if last[-1:] != [who]:
            last.append(who)
            progress.note(f"Waiting for a board. {who}")

    return told
