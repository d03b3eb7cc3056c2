"""The process that holds a place, where udisks mounts nothing: the drive is a folder of the lab.

All else of labgrid's USBStorageDriver is its own: it waits for the medium and copies by SSH.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from labgrid.driver import USBStorageDriver

from neurio_gen.devices.labgrid.holder import Holder


class _Mounts:
    def mount(self, device: str, _: int) -> str:
        (Path(os.environ["LAB"]) / "mounted.txt").write_text(device)
        return f"{os.environ['LAB']}/drive"

    def unmount(self, device: str, *, lazy: bool = False) -> None:
        (Path(os.environ["LAB"]) / "mounted.txt").unlink()


def _without_udisks(driver: Any) -> None:
    driver.proxy = _Mounts()


def service() -> Holder:
    """As that of the holder."""
    USBStorageDriver._start_wrapper = _without_udisks
    return Holder()
