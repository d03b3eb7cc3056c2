"""One job at a time has a port of this machine, from flashing to the last answer."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from neurio_gen.errors import DeviceError

_POLL_SECONDS = 0.2
_EVERYBODY = 0o666
_SHOWN = 60


@contextmanager
def locked(port: str, seconds: float, told: Callable[[str], None]) -> Iterator[None]:
    """Has a port to itself, a device's path or a URL; another job that has it is waited for.

    `told` is called with who has it. The system frees the lock of a process that ends in any way.
    Raises DeviceError after `seconds`.
    """
    name = port if "://" in port else os.path.realpath(port)
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    file = Path(tempfile.gettempdir(), f"neurio-gen-port-{digest}")
    lock, note = FileLock(file.with_suffix(".lock"), mode=_EVERYBODY), file.with_suffix(".json")
    end = time.monotonic() + seconds
    while True:
        try:
            lock.acquire(timeout=min(_POLL_SECONDS, max(0.0, end - time.monotonic())))
            break
        except Timeout:
            holder = _holder(note)
            if time.monotonic() >= end:
                raise DeviceError(
                    f"Another job has {port}, and did not end within {seconds:g} s: {holder}.",
                    hint="End it, or wait longer with --wait SECONDS.",
                ) from None
            told(f"{port}: {holder}")
    try:
        _write(note)
        yield
    finally:
        lock.release()


def _write(note: Path) -> None:
    """Says who has the port, for those who wait. Where that cannot be written, they do without."""
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
    told = {"user": _user(), "pid": os.getpid(), "since": time.time(), "command": command[:_SHOWN]}
    with suppress(OSError):
        there = note.exists()
        # Another user's file in a sticky folder may be written to, but not by who would create it.
        with note.open("r+" if there else "w", encoding="utf-8") as stream:
            stream.write(json.dumps(told))
            stream.truncate()
        if not there:
            note.chmod(_EVERYBODY)


def _holder(note: Path) -> str:
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
        since = datetime.fromtimestamp(told["since"]).strftime("%Y-%m-%d %H:%M:%S")
        return f"{told['user']}, process {told['pid']} ({told['command']}), since {since}"
    except (OSError, ValueError, LookupError, TypeError):
        return "a job that has not said who it is"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
