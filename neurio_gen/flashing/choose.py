"""Which method writes an image to a board."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.errors import DeviceError, UsageError
from neurio_gen.flashing.bossac import Bossac
from neurio_gen.flashing.esptool import EspTool
from neurio_gen.flashing.mass_storage import MassStorage
from neurio_gen.flashing.method import FlashJob, FlashMethod
from neurio_gen.flashing.openocd import OpenOcd
from neurio_gen.flashing.picotool import Picotool
from neurio_gen.flashing.probe import Probe
from neurio_gen.flashing.pyocd import PyOcd
from neurio_gen.flashing.st_flash import StFlash
from neurio_gen.flashing.teensy_loader import TeensyLoader

METHODS: tuple[FlashMethod, ...] = (
    *(OpenOcd(), StFlash(), PyOcd(), Picotool(), Bossac(), EspTool()),
    *(TeensyLoader(), MassStorage()),
)

TIMEOUT = 120.0
"""Seconds that writing an image may take: 2 MB at the slowest probe's 30 KB/s, and some."""


def choose_method(
    board: Board,
    name: str | None = None,
    probe: Probe | None = None,
    under_reset: bool = False,
) -> FlashMethod:
    """The method of that name, or the first of the manifest's list that can be used now.

    One that cannot tell `probe` from others is no way to reach it. Raises UsageError for a method
    that the board does not know, DeviceError where none can be used, with the reason of each.
    """
    by_name = {method.name: method for method in METHODS}
    known = [by_name[each] for each in board.flashing.methods if each in by_name]
    if not known:
        raise UsageError(
            f"{board.id} is not flashed.", hint="`neurio-gen run` loads the image when it starts."
        )
    if name is not None:
        if name not in board.flashing.methods or name not in by_name:
            raise UsageError(
                f"{board.id} has no flash method {name!r}.",
                hint=f"It has {', '.join(method.name for method in known)}.",
            )
        known = [by_name[name]]
    obstacles = []
    for method in known:
        obstacle = method.obstacle(board, probe)
        if obstacle is None and under_reset and not method.under_reset:
            obstacle = "it cannot connect under reset"
        if obstacle is None:
            return method
        obstacles.append(f"  - {method.name}: {obstacle}")
    listed = "\n".join(obstacles)
    raise DeviceError(
        f"No way to flash {board.id}:\n{listed}",
        hint=f"`neurio-gen doctor` shows what there is. {_without(board)}",
    )


def _without(board: Board) -> str:
    """What to do who has no board."""
    if board.wiring is not None:
        return "Without a board: `flash-and-run --emulate`."
    return f"{board.id} cannot be emulated: `neurio-gen boards` lists those that can be."


def flash_image(
    job: FlashJob, log: Path, *, method: str | None = None, timeout: float = TIMEOUT
) -> FlashMethod:
    """Write an image to a board; the method that did it. Raises as `choose_method`, DeviceError."""
    chosen = choose_method(job.board, method, job.probe, job.under_reset)
    chosen.flash(job, log, timeout)
    return chosen
