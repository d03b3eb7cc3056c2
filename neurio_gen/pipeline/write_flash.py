"""From an image to a board that runs it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from neurio_gen.build import BuiltImage
from neurio_gen.devices.ports import is_there
from neurio_gen.flashing import FlashJob, FlashMethod, Probe, find_probe, flash_image
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request


def needs_flashing(request: Request) -> bool:
    """Whether the device keeps its image in flash; emulators and processes load it at the start."""
    return request.board.device == "serial"


PORT_SECONDS = 10.0
"""How long a port may take to come back after an image was written."""

_POLL_SECONDS = 0.2


@dataclass(frozen=True)
class FlashWish:
    """How a person wants images to be written: by this method, through this probe.

    `taken` are ports of other parts of the bench, which lead to no board. With `own_port`, the
    board is talked to through a port of its own. `under_reset` holds the chip in reset while the
    probe connects.
    """

    method: str | None = None
    probe: str | None = None
    taken: tuple[str, ...] = ()
    own_port: bool = True
    under_reset: bool = False


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
    binary = image.bin or image.elf
    job = FlashJob(request.board, image.elf, binary, probe_of(request, wish), wish.under_reset)
    return flash_image(job, request.log_dir / f"{image.name}.flash.log", method=wish.method)


def write_and_wait(request: Request, image: BuiltImage, wish: FlashWish, report: Report) -> None:
    """Write an image, and give the board's port time to come back.

    Some probes and boot loaders show their port anew. A port that stays away is told by who opens
    it. Raises as `write_flash` does.
    """
    report.stage("flash", image.name)
    write_flash(request, image, wish)
    end = time.monotonic() + PORT_SECONDS
    while wish.own_port and not is_there(request.board, request.port):
        left = end - time.monotonic()
        if left <= 0:
            return
        report.stage("port", f"comes within {left:.0f} s")
        time.sleep(min(_POLL_SECONDS, left))
