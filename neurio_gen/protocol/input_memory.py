"""Inputs written into a device's memory instead of being sent over its line."""

from __future__ import annotations

from typing import Protocol


class InputMemory(Protocol):
    """The buffer that `db` fills, in a device whose memory the host can write."""

    def write(self, data: bytes) -> None:
        """Puts `data` at its beginning. Raises DeviceError where that cannot be done."""
