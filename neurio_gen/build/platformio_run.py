"""Runs PlatformIO as a child process: live steps, a full log, a time limit, nothing left behind."""

from __future__ import annotations

import io
import os
import queue
import re
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from neurio_gen.build.platformio_setup import ensure_build_engine
from neurio_gen.closing import Closing
from neurio_gen.errors import BuildError
from neurio_gen.home import platformio_variables, zig_variables
from neurio_gen.progress import Progress
from neurio_gen.workers.process import ChildProcess, our_module

_STEP = re.compile(r"(Compiling|Archiving|Linking) (.+)")
_STAGES: Mapping[str, str] = {
    "Compiling": "compile",
    "Archiving": "archive",
    "Linking": "link",
}
_QUIET = {
    "PLATFORMIO_DISABLE_UPGRADE_CHECK": "true",
    "PLATFORMIO_SETTING_ENABLE_TELEMETRY": "no",
    "PLATFORMIO_NO_ANSI": "true",
    # nothing is written beside the build script, which may lie in a folder of installed packages
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
}
_SHOWN_LINES = 5
_END_SECONDS = 2.0


class PlatformioRun(Closing):
    """`pio run` on a project file, which has started. A context manager, which ends it."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        configuration: Path,
        workspace: Path,
    ) -> None:
        """Starts it on the project file `configuration`; it keeps its files in `workspace`.

        Raises BuildError where there is no build engine for it.
        """
        tools = {**platformio_variables(workspace), **zig_variables(workspace)}
        ensure_build_engine({**os.environ, **tools})
        command = [
            *our_module("neurio_gen.workers.group", "platformio", "run"),
            *("-d", str(workspace.resolve())),
            *("-c", str(configuration.resolve())),
            "--disable-auto-clean",  # it would empty the folders of all boards; SCons knows better
            *arguments,
        ]
        self._child = ChildProcess(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            merged=True,
            environment={
                **_QUIET,
                **tools,
                "PLATFORMIO_WORKSPACE_DIR": str(workspace.resolve()),
                **environment,
            },
            last_word=_END_SECONDS,  # for the end of its whole group
        )

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._child.running

    def follow(self, log: Path, progress: Progress, timeout: float) -> int:
        """Its exit code. All that it prints is in the file `log`.

        Raises BuildError after `timeout` seconds.
        """
        log.parent.mkdir(parents=True, exist_ok=True)
        return _follow(self._child.popen, log, progress, timeout)

    def close(self) -> None:
        """Ends it, with all that it has started."""
        self._child.stop()


def _follow(child: subprocess.Popen[bytes], log: Path, progress: Progress, timeout: float) -> int:
    assert child.stdout is not None
    said = io.TextIOWrapper(child.stdout, encoding="utf-8", errors="replace")
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(said, lines), daemon=True).start()
    end = time.monotonic() + timeout
    tail: list[str] = []
    with log.open("w", encoding="utf-8") as stream:
        while True:
            try:
                line = lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise _too_slow(timeout, tail, log) from None
            if line is None:
                return child.wait(timeout=max(1.0, end - time.monotonic()))
            stream.write(line)
            stream.flush()
            tail = [*tail[1 - _SHOWN_LINES :], line.rstrip()]
            step = _STEP.match(line.strip())
            if step:
                file = Path(step[2]).name
                progress.stage("build", file)
                progress.detail(f"{_STAGES[step[1]]} {file}")


def _read(stream: IO[str], lines: queue.Queue[str | None]) -> None:
    with suppress(ValueError):  # closed, once nobody wants to know
        for line in stream:
            lines.put(line)
    lines.put(None)


def _too_slow(timeout: float, tail: Sequence[str], log: Path) -> BuildError:
    last = "\n".join(f"  {line}" for line in tail) or "  (it printed nothing)"
    return BuildError(
        f"PlatformIO did not finish within {timeout:g} s; its last lines were:\n{last}",
        hint=f"The full log is {log}.",
    )
