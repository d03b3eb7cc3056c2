"""What can be said of a port's name before it is opened."""

from __future__ import annotations

import os
import socket
import stat
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from neurio_gen.errors import DeviceError, UsageError

_MEMORY_DEVICES = 1
"""Linux's major number of /dev/null, /dev/zero and their like."""

_OF_THE_NETWORK = ("socket", "rfc2217")
_SHOWN = "/dev/ttyACM0, socket://host:port, rfc2217://host:port, labgrid://PLACE"


def check_port(name: str) -> None:
    """Raises UsageError where a port's name means no port, DeviceError where its host is unknown.

    A device that is not there is left to who looks for it: the name may be a serial number.
    """
    if "://" in name:
        _check_url(name)
    elif os.name == "posix" and Path(name).exists() and not _is_terminal(Path(name)):
        raise UsageError(
            f"{name} is {_kind(Path(name))}no serial port.",
            hint="`neurio-gen doctor` lists the ports that are connected.",
        )


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if find_spec(f"serial.urlhandler.protocol_{parts.scheme.lower()}") is None:
        raise UsageError(
            f"There is no kind of port {parts.scheme}:// for {url}.", hint=f"Ports are {_SHOWN}."
        )
    if parts.scheme.lower() not in _OF_THE_NETWORK:
        return
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port:
        raise UsageError(
            f"{url} names no host and port.", hint=f"For example: {parts.scheme}://bench:4000."
        )
    try:
        socket.getaddrinfo(host, port)
    except OSError as error:
        raise DeviceError(
            f"The host {host} of the port {url} is not found: {error.strerror or error}.",
            hint="Is its name spelt right, and the network up?",
        ) from error


def _is_terminal(path: Path) -> bool:
    found = path.stat()
    return stat.S_ISCHR(found.st_mode) and os.major(found.st_rdev) != _MEMORY_DEVICES


def _kind(path: Path) -> str:
    if path.is_dir():
        return "a folder, "
    return "a file, " if path.is_file() else ""
