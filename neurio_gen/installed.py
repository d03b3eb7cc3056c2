"""What installed packages add to us: entry points, looked for once."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import EntryPoint
from importlib.metadata import entry_points as find_entry_points


def entry_points(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group, by name.

    Packages are found where Python finds modules; what is installed while we run is found by the
    next run.
    """
    return _entry_points(group, tuple(sys.path))


@cache
def _entry_points(group: str, _path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """Kept, as the names of all installed packages are looked through each time."""
    return tuple(sorted(find_entry_points(group=group), key=lambda point: point.name))
