"""Runs a Python program that ends, with all that it has started, when its standard input ends.

That is when who holds the other end is gone. The kernel's signal at a parent's death, which other
children get, reaches one process only, and leaves what that has started: of a build, SCons and the
compilers.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading

_STANDARD_INPUT = 0


def main() -> None:
    """Runs the module of the first argument with the others; it leads its process group.

    Its own standard input is empty.
    """
    given = os.dup(_STANDARD_INPUT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, _STANDARD_INPUT)
    os.close(nothing)
    threading.Thread(target=_end_with, args=(given,), daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with(given: int) -> None:
    while os.read(given, 1):
        pass
    if hasattr(os, "killpg"):
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)
