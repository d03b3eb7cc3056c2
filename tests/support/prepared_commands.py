"""Runs the command line in a process of its own, whose modules are imported already.

Importing is most of what a short command costs; a hundred tests run several. Processes that are
forked from one that has done so (tests/support/command_server.py) are as fresh as others, but for
two things: their hashes of strings have one seed, and what the environment decides while modules
are imported is as when the tests began. `can_run` says where that would matter.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_SERVER = Path(__file__).with_name("command_server.py")
_READ_AT_START = ("PYTHON", "LANG", "LC_", "COLUMNS", "TERM", "NO_COLOR", "FORCE_COLOR", "TTY_")
_STARTING_SECONDS = 60


def can_run(environment: Mapping[str, str]) -> bool:
    """Whether nothing in the environment would change how Python starts and what it imports."""
    return _read_at_start(environment) == _read_at_start(_environment())


def run(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """Run `neurio-gen` with arguments in a folder.

    Raises subprocess.TimeoutExpired after `seconds`; the process has been killed then.
    """
    server = _server()
    request = {
        "arguments": list(arguments), "folder": str(folder), "environment": dict(environment)
    }  # fmt: skip
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        descriptors = [out.fileno(), err.fileno()]
        server.settimeout(_STARTING_SECONDS)
        socket.send_fds(server, [json.dumps(request).encode()], descriptors)
        child = int(server.recv(99))
        server.settimeout(seconds)
        try:
            code = int(server.recv(99))
        except TimeoutError:
            os.kill(child, signal.SIGKILL)
            server.settimeout(_STARTING_SECONDS)
            server.recv(99)
            raise subprocess.TimeoutExpired(list(arguments), seconds) from None
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode())
    return subprocess.CompletedProcess(list(arguments), code, *texts)


@cache
def _server() -> socket.socket:
    """The connection to this process's server, which ends with it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        server = subprocess.Popen(
            [sys.executable, _SERVER, str(theirs.fileno())],
            cwd=ROOT,
            env=_environment(),
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    atexit.register(server.wait, _STARTING_SECONDS)
    atexit.register(ours.close)
    return ours


@cache
def _environment() -> dict[str, str]:
    return {**os.environ, "COLUMNS": "100"}


def _read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(_READ_AT_START) and (name, value) != ("PYTHONPATH", str(ROOT))
    }
