"""Runs a flash tool: no shell, a time limit, a full log."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from neurio_gen.errors import DeviceError

_SHOWN_LINES = 4


def run_tool(command: Sequence[str], log: Path, timeout: float) -> None:
    """Run a tool to its end; its output is the contents of `log`.

    Raises DeviceError with the last lines where it fails or takes longer than `timeout` seconds.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stream:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _failure(f"{command[0]} did not finish within {timeout:g} s", log) from None
        except OSError as error:
            raise DeviceError(f"{command[0]} cannot be started: {error.strerror}.") from error
    if done.returncode != 0:
        raise _failure(f"{command[0]} failed with exit code {done.returncode}", log)


def _failure(what: str, log: Path) -> DeviceError:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    last = "\n".join(f"  {line}" for line in lines[-_SHOWN_LINES:]) or "  (it printed nothing)"
    return DeviceError(
        f"{what}; its last lines were:\n{last}",
        hint=f"Is the board plugged in and its probe free? The full log is {log}.",
    )
