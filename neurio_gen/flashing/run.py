"""Runs a flash tool: no shell, a time limit, a full log."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from neurio_gen.errors import DeviceError
from neurio_gen.flashing.diagnosis import hint_for, shown_lines


def run_tool(command: Sequence[str], log: Path, timeout: float) -> None:
    """Run a tool to its end; its output is the contents of `log`.

    Raises DeviceError with the tool's own errors and, where the cause is known, what to do about
    it, where it fails or takes longer than `timeout` seconds.
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
            raise failure(f"{command[0]} did not finish within {timeout:g} s", log) from None
        except OSError as error:
            raise DeviceError(f"{command[0]} cannot be started: {error.strerror}.") from error
    if done.returncode != 0:
        raise failure(f"{command[0]} failed with exit code {done.returncode}", log)


def failure(what: str, log: Path) -> DeviceError:
    """A tool's failure: `what` happened, its own errors out of the log, and what to do about it."""
    output = log.read_text(encoding="utf-8", errors="replace")
    said = "\n".join(f"  {line}" for line in shown_lines(output)) or "  (it printed nothing)"
    hint = hint_for(output) or "Is the board plugged in and its probe free?"
    return DeviceError(f"{what}; it said:\n{said}", hint=f"{hint} The full log is {log}.")
