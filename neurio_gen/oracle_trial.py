"""Whether TFLite Micro survives a model: tried in a copy of this process.

Its interpreter believes what a file says, and a file that it does not foresee can end the process
that it runs in.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import time
import warnings
from collections.abc import Callable

_SECONDS = 60.0
_POLL_SECONDS = 0.002


def end_of(attempt: Callable[[], object]) -> str | None:
    """How a copy of this process ended that called `attempt`: "SIGSEGV", None if it lived.

    An exception is a life, more than a minute is none. Always None where processes cannot be
    copied (Windows).
    """
    if not hasattr(os, "fork"):
        return None
    with warnings.catch_warnings():
        # The copy calls nothing that other threads may hold a lock of, and never returns.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        faulthandler.disable()
        try:
            attempt()
        finally:
            os._exit(0)
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        finished, status = os.waitpid(child, os.WNOHANG)
        if finished:
            return signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else None
        time.sleep(_POLL_SECONDS)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return f"no end within {_SECONDS:.0f} s"
