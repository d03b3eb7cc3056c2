"""Time that a device has not had, because this computer did something else meanwhile.

A wait that counts it would blame the device on a busy computer.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

_NANO = 1e-9


def waits_of(process: int) -> Callable[[], float]:
    """Seconds that a process could run and has waited for a processor, as a growing number.

    The longest of its threads counts. Linux tells it (proc(5), `schedstat`, second field);
    elsewhere it is 0, and waits are those of the clock.
    """
    folder = Path("/proc", str(process), "task")
    longest = 0.0

    def lost() -> float:
        nonlocal longest
        for file in folder.glob("*/schedstat"):
            try:
                longest = max(longest, int(file.read_text().split()[1]) * _NANO)
            except (OSError, ValueError, IndexError):
                continue  # the thread has ended, or the kernel keeps no such statistics
        return longest

    return lost
