"""Ctrl-C ends a sweep at once and in order: what is finished is kept, and nothing goes on."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from neurio_gen.sweep import Matrix
from neurio_gen.sweep.sweep import plan
from tests.build.test_kills import descendants, slow_launcher
from tests.devices.test_processes import ended
from tests.end_to_end.test_errors import INTERRUPTIBLE, float_model
from tests.sweep.models import dense_model

BEGIN_SECONDS = 120.0
END_SECONDS = 10.0
CTRL_C = b"\x03"
ECHO = 2
"""Columns of the ^C that the terminal shows: on a full line they would begin another one."""
COLUMNS = 80
CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

Terminal = tuple[subprocess.Popen[bytes], int, list[bytes]]


@contextmanager
def at_a_terminal(command: list[str], **environment: str) -> Iterator[Terminal]:
    """A command in the foreground of a terminal: its process, the keyboard, and what it shows."""
    keyboard, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    child = subprocess.Popen(
        command,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, **environment},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - it makes one system call only
    )
    os.close(terminal)
    shown: list[bytes] = []
    threading.Thread(target=_read, args=(keyboard, shown), daemon=True).start()
    try:
        yield child, keyboard, shown
    finally:
        child.kill()
        child.wait()
        os.close(keyboard)


def _read(screen: int, shown: list[bytes]) -> None:
    try:
        while some := os.read(screen, 4096):
            shown.append(some)
    except OSError:  # nobody has the terminal open any more
        return


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it looks for processes in /proc")
def test_ctrl_c_keeps_what_is_finished_and_leaves_nothing_running(tmp_path: Path) -> None:
    # given a sweep of a model that cannot run and of one that can, while the second one is built
    (tmp_path / "first.tflite").write_bytes(float_model())
    (tmp_path / "second.tflite").write_bytes(dense_model(2))
    output, launcher = tmp_path / "out", slow_launcher(tmp_path)
    models = str(tmp_path / "*.tflite")
    arguments = ["sweep", models, "--board", "native", "--jobs", "1", "--output", str(output)]
    command = [sys.executable, "-c", INTERRUPTIBLE, *arguments]
    with at_a_terminal(command, NEURIO_GEN_COMPILER_LAUNCHER=str(launcher)) as sweep:
        child, keyboard, shown = sweep
        begun, end = launcher.with_suffix(".begun"), time.monotonic() + BEGIN_SECONDS
        while not begun.exists() and child.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        started = descendants(child.pid)
        assert "sleep" in started.values(), b"".join(shown).decode()
        # when somebody types Ctrl-C
        os.write(keyboard, CTRL_C)
        code = child.wait(END_SECONDS)
    # then it says so, and all that it had started ends
    assert code == 130
    text = b"".join(shown).decode()
    assert "interrupted" in text
    assert "Traceback" not in text
    # having shown how far it was, and how long it would take, on one line
    lines = re.split(r"[\r\n]+", CONTROLS.sub("", text))
    assert any(re.search(r" sweep .* 1/2 \d:\d\d:\d\d", line) for line in lines), lines
    assert max(map(cell_len, lines)) <= COLUMNS - ECHO
    left = {pid: name for pid, name in started.items() if not ended(pid, within=END_SECONDS)}
    assert not left
    # and the sweep would go on with the model that was not finished
    planned = plan(Matrix(models=(models,), boards=("native",)), output)
    kept = [(result.benchmark, result.status) for result in planned.known.values()]
    assert kept == [("file/first", "unsupported")]
    assert [job.benchmark.id for job in planned.missing] == ["file/second"]
