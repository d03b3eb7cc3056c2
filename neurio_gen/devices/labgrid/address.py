"""Ports that lead to a place of a lab: `labgrid://PLACE`, or `labgrid://HOST:PORT/PLACE`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import unquote

SCHEME = "labgrid:"
COORDINATOR_VARIABLE = "LG_COORDINATOR"
DEFAULT_COORDINATOR = "127.0.0.1:20408"


@dataclass(frozen=True)
class LabAddress:
    """A place of a coordinator, or with None any place that is tagged with the board's id."""

    coordinator: str
    place: str | None


def is_labgrid(port: str | None) -> bool:
    """Whether a port is a place of a lab."""
    return port is not None and port.startswith(SCHEME)


def parse(port: str) -> LabAddress:
    """What a port says: without a coordinator it is that of LG_COORDINATOR, as for labgrid's tools.

    `labgrid://` takes any place; a host stands before a slash: `labgrid://lab:20408/nucleo-1`.
    """
    rest = port.removeprefix(SCHEME).removeprefix("//")
    host, slash, place = rest.rpartition("/")
    default = os.environ.get(COORDINATOR_VARIABLE) or DEFAULT_COORDINATOR
    return LabAddress(host if slash and host else default, unquote(place) or None)
