"""From an image to a board that runs it."""

from __future__ import annotations

import os
import time

from neurio_gen.build import BuiltImage
from neurio_gen.devices.ports import PORT_VARIABLE, is_there
from neurio_gen.flashing import FlashJob, FlashMethod, Probe, find_probe, flash_image
from neurio_gen.flashing.bank_mode import Banks, ensure_banks
from neurio_gen.flashing.drives import DRIVE_VARIABLE
from neurio_gen.pipeline.request import Request
from neurio_gen.progress import Progress


def needs_flashing(request: Request) -> bool:
    """Whether the device keeps its image in flash; emulators and processes load it at the start."""
    return request.board.device == "serial"


PORT_SECONDS = 10.0
"""How long a port may take to come back after an image was written."""

_POLL_SECONDS = 0.2

_PROBE_TOOLS = frozenset({"openocd", "stlink", "pyocd"})
"""Methods that write through a debug probe, which shows a serial port, too."""


def probe_of(request: Request) -> Probe | None:
    """The probe that leads to the board; None where none is connected.

    Raises DeviceError where several could be meant: no board may be overwritten by chance.
    """
    wish = request.flash
    return find_probe(request.board, request.port, serial=wish.probe, taken=wish.taken)


def is_reached_by_probe(request: Request) -> bool:
    """Whether the board is only there when its probe's port is: no boot loader, no port by name."""
    board, wish = request.board, request.flash
    preferred = wish.method or next(iter(board.flashing.methods), None)
    named = request.port or os.environ.get(PORT_VARIABLE) or os.environ.get(DRIVE_VARIABLE)
    return preferred in _PROBE_TOOLS and wish.own_port and not named


def write_flash(request: Request, image: BuiltImage) -> FlashMethod:
    """Write an image to the board as the request wishes; the method that did it.

    Raises UsageError for boards that are not flashed, DeviceError where it fails or where the
    probe that leads to the board cannot be told.
    """
    log = request.log_dir / f"{image.name}.flash.log"
    job = flash_job(request, image, probe_of(request))
    return flash_image(job, log, method=request.flash.method)


def set_flash_banks(request: Request, image: BuiltImage, banks: Banks) -> bool:
    """See to it that the board's flash is in a bank mode, before `image` is written.

    Whether it had to be changed. Raises as `ensure_banks` does.
    """
    job = flash_job(request, image, probe_of(request))
    return ensure_banks(job, banks, request.log_dir / "flash-banks.log")


def flash_job(request: Request, image: BuiltImage, probe: Probe | None) -> FlashJob:
    """What is to be written, through which probe."""
    binary, under_reset = image.bin or image.elf, request.flash.under_reset
    return FlashJob(request.board, image.elf, binary, probe, under_reset)


def write_and_wait(request: Request, image: BuiltImage, progress: Progress) -> FlashMethod:
    """Write an image, and give the board's port time to come back; the method that did it.

    Some probes and boot loaders show their port anew. A port that stays away is told by who opens
    it. Raises as `write_flash` does.
    """
    progress.stage("flash", image.name)
    used = write_flash(request, image)
    end = time.monotonic() + PORT_SECONDS
    while request.flash.own_port and not is_there(request.board, request.port):
        left = end - time.monotonic()
        if left <= 0:
            break
        progress.stage("port", f"comes within {left:.0f} s")
        time.sleep(min(_POLL_SECONDS, left))
    return used
