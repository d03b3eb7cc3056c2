"""Writing images to a board of a lab: by labgrid's drivers, from the exporter's machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neurio_gen.boards import Board
from neurio_gen.devices.labgrid.farm import Farm
from neurio_gen.devices.labgrid.requests import POWER_SWITCHES, OpenOcdRun, PowerCycle, StorageCopy
from neurio_gen.errors import DeviceError, UsageError
from neurio_gen.flashing.mass_storage import copied_file
from neurio_gen.flashing.method import FlashJob
from neurio_gen.flashing.openocd import OpenOcd
from neurio_gen.flashing.run import failure

TIMEOUT = 180.0
"""Seconds that writing an image may take, the way to the exporter's machine included."""

_DEBUGGERS = frozenset({"NetworkUSBDebugger", "NetworkAlteraUSBBlaster"})
_DRIVES = frozenset({"NetworkUSBMassStorage"})
_CLASSES = {"openocd": _DEBUGGERS, "mass_storage": _DRIVES}
"""Our methods that labgrid has a driver for, and the resources that they take."""

_NAMES = {"openocd": "OpenOCD", "mass_storage": "its drive"}


def lab_method(board: Board, place: str, resources: Sequence[str], wish: str | None) -> str:
    """The method that can write to the board at a place with such resources: `wish`, if any.

    Raises UsageError for a method that the board or labgrid does not have, DeviceError where the
    place has no resource for any.
    """
    possible = [
        name
        for name in board.flashing.methods
        if name in _CLASSES and (name != "openocd" or board.flashing.openocd_target)
    ]
    if wish is not None and wish not in possible:
        raise UsageError(
            f"{board.id} cannot be flashed by {wish} through labgrid.",
            hint=f"It can by {', '.join(possible) or 'nothing: use its port without labgrid'}.",
        )
    for name in [wish] if wish else possible:
        if _CLASSES[name] & set(resources):
            return name
    needed = " or ".join(sorted(r for name in possible for r in _CLASSES[name])) or "none known"
    raise DeviceError(
        f"The place {place} has nothing to flash {board.id} with: it has "
        f"{', '.join(resources)}, and {needed} would do.",
        hint="Export the board's probe as a USBDebugger, see docs/board-farm.md; or measure what "
        "is in flash already: neurio-gen run.",
    )


def flash_in_lab(farm: Farm, job: FlashJob, method: str, log: Path) -> None:
    """Writes an image to the place that is held. Raises DeviceError where that fails."""
    tool: OpenOcdRun | StorageCopy
    if method == "openocd":
        tool = openocd_run(job, "program {{elf}} verify reset exit", elf=True)
    else:
        tool = StorageCopy(str(copied_file(job).resolve()))
    ran = farm.run(tool, TIMEOUT)
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(ran.output + "\n", encoding="utf-8")
    if ran.problem is not None:
        raise failure(f"Flashing through labgrid by {_NAMES[method]} {ran.problem}", log)


def reset_in_lab(farm: Farm, job: FlashJob, resources: Sequence[str]) -> None:
    """Resets the board, so that what another user has left does not matter, where that is possible.

    Raises DeviceError where it fails.
    """
    tool: OpenOcdRun | PowerCycle
    switches = [name for name in resources if name in POWER_SWITCHES]
    if _DEBUGGERS & set(resources) and job.board.flashing.openocd_target:
        tool = openocd_run(job, "init", "reset run", "shutdown")
    elif switches:
        tool = PowerCycle(switches[0])
    else:
        return
    ran = farm.run(tool, TIMEOUT)
    if ran.problem is not None:
        last = ran.output.strip().splitlines()[-1:] or ["it said nothing"]
        raise DeviceError(
            f"The board at the place cannot be reset: that {ran.problem}: {last[0]}",
            hint="Is the board powered, and may the exporter's user use its probe?",
        )


def openocd_run(job: FlashJob, *commands: str, elf: bool = False) -> OpenOcdRun:
    """The run of OpenOCD that `OpenOcd` makes of a job, as labgrid's driver takes it.

    The driver finds the probe by its USB path, and names files of `interface/` only: what else is
    to be loaded is a command.
    """
    arguments = OpenOcd().connection(job)
    pairs = list(zip(arguments[::2], arguments[1::2], strict=True))
    (_, interface), *rest = pairs
    before = [f"source [find {value}]" if flag == "-f" else value for flag, value in rest]
    return OpenOcdRun(
        interface.removeprefix("interface/"),
        (*before, *commands),
        str(job.elf.resolve()) if elf else None,
    )
