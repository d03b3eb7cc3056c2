"""From an image to a board that runs it."""

from __future__ import annotations

from neurio_gen.build import BuiltImage
from neurio_gen.flashing import FlashJob, FlashMethod, flash_image
from neurio_gen.pipeline.request import Request


def needs_flashing(request: Request) -> bool:
    """Whether the device keeps its image in flash; emulators and processes load it at the start."""
    return request.board.device == "serial"


def write_flash(request: Request, image: BuiltImage, method: str | None) -> FlashMethod:
    """Write an image to the board; the method that did it.

    Raises UsageError for boards that are not flashed, DeviceError where it fails.
    """
    job = FlashJob(request.board, image.elf, image.bin or image.elf)
    return flash_image(job, request.log_dir / f"{image.name}.flash.log", method=method)
