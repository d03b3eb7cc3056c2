"""Copying the image to the drive that a debug probe or a boot loader shows."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.errors import DeviceError
from neurio_gen.flashing.drives import DRIVE_VARIABLE, Drive, find_drives
from neurio_gen.flashing.method import FlashJob, FlashMethod
from neurio_gen.flashing.probe import Probe
from neurio_gen.flashing.uf2 import to_uf2

_REFUSALS = ("FAIL.TXT", "ERROR.TXT")
_SETTLE_SECONDS = 3.0
"""How long a probe may take to write the image and to say on its drive that it could not."""
_POLL_SECONDS = 0.05


class MassStorage(FlashMethod):
    """A copy of the binary, or as UF2; who shows the drive writes it and resets the board."""

    name: ClassVar[str] = "mass_storage"

    def obstacle(self, board: Board, probe: Probe | None = None) -> str | None:
        """The board's drive is mounted, and no other could be meant."""
        if not board.flashing.volume_labels:
            return "the board shows no drive"
        found = _drive(board, probe)
        return None if isinstance(found, Drive) else found

    def flash(self, job: FlashJob, log: Path, timeout: float) -> None:
        """Copy, and see to it that the bytes have left for the drive; `timeout` has no use here.

        A boot loader takes its drive away with the last block, whatever the system makes of it.
        """
        found = _drive(job.board, job.probe)
        if not isinstance(found, Drive):
            raise DeviceError(
                f"The drive of {job.board.id} cannot be used: {found}.", hint="Plug the board in."
            )
        drive = found.folder
        before = _Contents(drive)
        name, data = _contents(job)
        target = drive / name
        complete = False
        try:
            with target.open("wb", buffering=0) as copy:
                _write_all(copy.fileno(), data)
                complete = True
                os.fsync(copy.fileno())
        except OSError as error:
            if not (complete and _vanishes(drive)):
                raise DeviceError(
                    f"{name} cannot be copied to {drive}: {error.strerror}.",
                    hint="Is the drive full, read-only, or was the board unplugged?",
                ) from error
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(f"copied {job.binary} to {target}\n", encoding="utf-8")
        if job.board.flashing.uf2_family is None and (reason := before.refusal()) is not None:
            raise DeviceError(f"The probe did not write the image: {reason}")


class _Contents:
    """A drive before a copy, to tell what the copy has changed.

    An ST-LINK or DAPLink that could not write says why in a file, and shows its drive anew; such
    a file may be left from an earlier attempt.
    """

    def __init__(self, drive: Path) -> None:
        self._drive = drive
        self._mounted = _identity(drive)
        self._refusals = self._read()

    def refusal(self) -> str | None:
        """What the probe says of this copy, within the time that it may take."""
        end = time.monotonic() + _SETTLE_SECONDS
        while True:
            mounted = _identity(self._drive)
            now = self._read()
            anew = mounted is not None and mounted != self._mounted
            for name, said in now.items():
                if anew or self._refusals.get(name) != said:
                    return said[0]
            if anew or time.monotonic() >= end:
                return None
            if mounted is None:
                self._mounted = None  # gone: what is shown next is new
            time.sleep(_POLL_SECONDS)

    def _read(self) -> dict[str, tuple[str, int]]:
        found = {}
        for name in _REFUSALS:
            path = self._drive / name
            try:
                text = path.read_text(encoding="utf-8", errors="replace").strip()
                found[name] = text, path.stat().st_mtime_ns
            except OSError:
                continue
        return found


def _identity(drive: Path) -> tuple[int, int] | None:
    try:
        status = drive.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _vanishes(drive: Path) -> bool:
    """Whether the drive goes away within the time that a boot loader takes to restart."""
    end = time.monotonic() + _SETTLE_SECONDS
    while drive.is_dir():
        if time.monotonic() >= end:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def copied_file(job: FlashJob) -> Path:
    """The file to copy to a drive: the binary, or an UF2 file beside it."""
    name, data = _contents(job)
    file = job.binary.with_name(name)
    if file != job.binary:
        file.write_bytes(data)
    return file


def _contents(job: FlashJob) -> tuple[str, bytes]:
    """What is copied, and under which name."""
    data = job.binary.read_bytes()
    family = job.board.flashing.uf2_family
    if family is None:
        return job.binary.name, data
    return f"{job.binary.stem}.uf2", to_uf2(data, job.board.flash_origin, family)


def _drive(board: Board, probe: Probe | None) -> Drive | str:
    """The drive that belongs to the board, or why none can be told.

    A boot loader's drive is the chip's own: a probe beside it does not say which one.
    """
    labels = board.flashing.volume_labels
    drives = find_drives(labels)
    if not drives:
        return f"no drive {' or '.join(labels)} is mounted (or set {DRIVE_VARIABLE})"
    own_drive = board.flashing.uf2_family is not None
    if drives[0].named or (len(drives) == 1 and (own_drive or probe is None or probe.alone)):
        return drives[0]
    if probe is not None and probe.place is not None and not own_drive:
        behind = [drive for drive in drives if drive.place == probe.place]
        if len(behind) == 1:
            return behind[0]
    which = ", ".join(str(drive.folder) for drive in drives)
    whose = f"probe {probe.serial or probe.place}" if probe and not own_drive else "the board"
    return f"it cannot be told which drive is that of {whose}: {which} (set {DRIVE_VARIABLE})"
