"""From an image to a board that runs it."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.build import BuiltImage
from neurio_gen.flashing import FlashJob, FlashMethod, Probe, find_probe, flash_image
from neurio_gen.pipeline.request import Request


def needs_flashing(request: Request) -> bool:
    """Whether the device keeps its image in flash; emulators and processes load it at the start."""
    return request.board.device == "serial"


@dataclass(frozen=True)
class FlashWish:
    """How a person wants images to be written: by this method, through this probe.

    `taken` are ports of other parts of the bench, which lead to no board.
    """

    method: str | None = None
    probe: str | None = None
    taken: tuple[str, ...] = ()


def probe_of(request: Request, wish: FlashWish) -> Probe | None:
    """The probe that leads to the board; None where none is connected.

    Raises DeviceError where several could be meant: no board may be overwritten by chance.
    """
    return find_probe(request.board, request.port, serial=wish.probe, taken=wish.taken)


def write_flash(request: Request, image: BuiltImage, wish: FlashWish) -> FlashMethod:
    """Write an image to the board; the method that did it.

    Raises UsageError for boards that are not flashed, DeviceError where it fails or where the
    probe that leads to the board cannot be told.
    """
    job = FlashJob(request.board, image.elf, image.bin or image.elf, probe_of(request, wish))
    return flash_image(job, request.log_dir / f"{image.name}.flash.log", method=wish.method)
