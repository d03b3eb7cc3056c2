"""Copying the image to the drive that a debug probe or a boot loader shows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from neurio_gen.boards import Board
from neurio_gen.errors import DeviceError
from neurio_gen.flashing.method import Capabilities, FlashJob, FlashMethod
from neurio_gen.flashing.uf2 import to_uf2

DRIVE_VARIABLE = "NEURIO_GEN_DRIVE"
"""Environment variable that names the drive's folder where it is not found by its label."""

_MOUNT_ROOTS = ("/media", "/run/media", "/Volumes", "/mnt")


class MassStorage(FlashMethod):
    """A copy of the binary, or as UF2; who shows the drive writes it and resets the board."""

    name: ClassVar[str] = "mass_storage"
    capabilities: ClassVar[Capabilities] = Capabilities(False, True, False)

    def obstacle(self, board: Board) -> str | None:
        """The board's drive is mounted."""
        labels = board.flashing.volume_labels
        if not labels:
            return "the board shows no drive"
        if find_drive(labels) is None:
            return f"no drive {' or '.join(labels)} is mounted (or set {DRIVE_VARIABLE})"
        return None

    def flash(self, job: FlashJob, log: Path, timeout: float) -> None:
        """Copy, and see to it that the bytes have left for the drive; `timeout` has no use here."""
        drive = find_drive(job.board.flashing.volume_labels)
        if drive is None:
            raise DeviceError(f"The drive of {job.board.id} is gone.", hint="Plug the board in.")
        name, data = _contents(job)
        target = drive / name
        try:
            with target.open("wb") as copy:
                copy.write(data)
                copy.flush()
                os.fsync(copy.fileno())
        except OSError as error:
            raise DeviceError(
                f"{name} cannot be copied to {drive}: {error.strerror}.",
                hint="Is the drive full, read-only, or was the board unplugged?",
            ) from error
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(f"copied {job.binary} to {target}\n", encoding="utf-8")
        self._check_refusal(drive)

    @staticmethod
    def _check_refusal(drive: Path) -> None:
        """An ST-LINK or DAPLink that could not write says why in a file on the drive."""
        for refusal in (drive / "FAIL.TXT", drive / "ERROR.TXT"):
            if refusal.is_file():
                reason = refusal.read_text(errors="replace").strip()
                raise DeviceError(f"The probe did not write the image: {reason}")


def _contents(job: FlashJob) -> tuple[str, bytes]:
    """What is copied, and under which name."""
    data = job.binary.read_bytes()
    family = job.board.flashing.uf2_family
    if family is None:
        return job.binary.name, data
    return f"{job.binary.stem}.uf2", to_uf2(data, job.board.flash_origin, family)


def find_drive(labels: tuple[str, ...]) -> Path | None:
    """The folder of a mounted drive with one of `labels`, or the one that the variable names."""
    named = os.environ.get(DRIVE_VARIABLE)
    if named:
        return Path(named) if Path(named).is_dir() else None
    for root in _MOUNT_ROOTS:
        for depth in ("*", "*/*"):
            for folder in sorted(Path(root).glob(depth)):
                if folder.name in labels and folder.is_dir():
                    return folder
    return None
