"""What installed packages add to us: entry points, looked for once."""

from __future__ import annotations

import sys
from functools import cache
from importlib import metadata


def entry_points(group: str) -> tuple[metadata.EntryPoint, ...]:
    """The entry points of a group, by name.

    Packages are found where Python finds modules; what is installed while we run is found by the
    next run.
    """
    return tuple(sorted(_all(tuple(sys.path)).select(group=group), key=lambda each: each.name))


@cache
def _all(_path: tuple[str, ...]) -> metadata.EntryPoints:
    """All entry points of packages on the path; to read them takes longer than all else here."""
    return metadata.entry_points()
