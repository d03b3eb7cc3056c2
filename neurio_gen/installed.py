"""What installed packages add to us: entry points, looked for once."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import EntryPoint
from importlib.metadata import entry_points as find_entry_points

_OURS = "neurio_gen."


def entry_points(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group, by name.

    Packages are found where Python finds modules; what is installed while we run is found by the
    next run.
    """
    return _entry_points(tuple(sys.path)).get(group, ())


@cache
def _entry_points(_path: tuple[str, ...]) -> dict[str, tuple[EntryPoint, ...]]:
    """Those of all groups at once: the files of all installed packages are read each time."""
    found = find_entry_points()
    return {
        group: tuple(sorted(found.select(group=group), key=lambda point: point.name))
        for group in found.groups
        if group.startswith(_OURS)
    }
