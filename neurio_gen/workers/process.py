"""Child processes that never outlive this one."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from neurio_gen.errors import DeviceError

_PR_SET_PDEATHSIG = 1
_KEPT_BYTES = 2000
_PACKAGES = Path(__file__).resolve().parents[2]


def our_module(module: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs `main` of a module of this very package, whatever is on the path."""
    code = f"import sys; sys.path.insert(0, {str(_PACKAGES)!r}); from {module} import main; main()"
    return sys.executable, "-c", code, *arguments


class ChildProcess:
    """A program that runs until `stop`, and no longer than this process.

    It gets a session of its own, so that Ctrl-C reaches only us and we end it in order. An exit
    of any other kind is covered by an exit handler and, on Linux, by the kernel, which kills the
    child when the thread that started it ends: start it from a thread that outlives it.

    One with a `last_word` has something to put in order after us: it is not killed with us, has to
    notice by itself that we are gone, and gets that many seconds for it by `stop`. Its standard
    input, where that is a pipe, ends with us, and first of all by `stop`.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        stdin: int | None = subprocess.DEVNULL,
        stdout: int | None = subprocess.DEVNULL,
        merged: bool = False,
        descriptors: Sequence[int] = (),
        environment: Mapping[str, str] | None = None,
        missing_hint: str | None = None,
        last_word: float = 0.0,
    ) -> None:
        """Starts `command` without a shell.

        It inherits `descriptors`, and our environment, before which `environment` goes. Where
        `merged`, standard error goes where `stdout` goes, and `errors` has none. Raises DeviceError
        with `missing_hint` where there is no such program, or it cannot run.
        """
        self.command = tuple(str(part) for part in command)
        self._last_word = last_word
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        try:
            self.popen = subprocess.Popen(
                self.command,
                stdin=stdin,
                stdout=stdout,
                stderr=subprocess.STDOUT if merged else self._errors,
                pass_fds=descriptors,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
                preexec_fn=None if last_word else _die_with_parent(),  # noqa: PLW1509 - it makes two system calls only
            )
        except FileNotFoundError as error:
            self._errors.close()
            raise DeviceError(
                f"There is no program {self.command[0]}.", hint=missing_hint
            ) from error
        except OSError as error:
            self._errors.close()
            raise DeviceError(f"{self.command[0]} cannot be run: {error.strerror}.") from error
        if not last_word:
            _alive.add(self)

    @property
    def running(self) -> bool:
        """Whether the process has not ended."""
        return self.popen.poll() is None

    def errors(self) -> str:
        """The end of what the process wrote to its standard error, "" after `stop`."""
        if self._errors.closed:
            return ""
        size = os.fstat(self._errors.fileno()).st_size
        start = max(0, size - _KEPT_BYTES)
        return os.pread(self._errors.fileno(), _KEPT_BYTES, start).decode(errors="replace").strip()

    def epitaph(self, wait: float = 0.5, lines: int | None = None) -> str:
        """Why the process ended, in words; that it runs, if it does not end in `wait` seconds.

        Of what it said, the last `lines`; all that is kept without.
        """
        try:
            code = self.popen.wait(wait)
        except subprocess.TimeoutExpired:
            return "it is still running"
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        said = "\n".join(self.errors().splitlines()[-lines if lines else None :])
        return f"it ended with {how}" + (f" and said: {said}" if said else " and said nothing")

    def kill(self) -> None:
        """Kills the process and its children, and does not wait for it."""
        if self.popen.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                _kill(self.popen)

    def stop(self) -> None:
        """Kills the process and its children and waits for its end. May be called twice."""
        if self._last_word:
            if self.popen.stdin is not None:
                with contextlib.suppress(OSError):
                    self.popen.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(timeout=self._last_word)
        self.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(timeout=5.0)
        for stream in (self.popen.stdin, self.popen.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._errors.close()
        _alive.discard(self)


def _kill(leader: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(leader.pid, signal.SIGKILL)
    else:
        leader.kill()


_alive: set[ChildProcess] = set()


@atexit.register
def _stop_all() -> None:
    for child in list(_alive):
        child.stop()


def _die_with_parent() -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def in_child() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return in_child
