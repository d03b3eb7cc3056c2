"""What a worker runs in which TFLite Micro is: it holds one model at a time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from neurio_gen.oracle import Oracle
from neurio_gen.oracle_requests import Invoke, Load, Reset
from neurio_gen.workers.child import Service, Tell

_STANDARD_ERROR = 2


def service() -> Service:
    """Answers the requests of `oracle_requests`. Refuses as `Oracle` does."""
    oracle: Oracle | None = None

    def answer(request: Load | Reset | Invoke, _: Tell) -> list[Any] | None:
        nonlocal oracle
        if isinstance(request, Load):
            oracle = None  # also where the next one is refused
            oracle = Oracle(request.tflite, request.name, capture=_logged)
            return None
        assert oracle is not None, "no model was loaded"
        if isinstance(request, Invoke):
            return oracle.invoke(request.inputs)
        oracle.reset()
        return None

    return answer


@contextlib.contextmanager
def _logged(said: list[str]) -> Iterator[None]:
    """Takes what is printed from the file that standard error is: there it outlives a crash."""
    begin = os.lseek(_STANDARD_ERROR, 0, os.SEEK_END)
    try:
        yield
    finally:
        end = os.lseek(_STANDARD_ERROR, 0, os.SEEK_END)
        said.append(os.pread(_STANDARD_ERROR, end - begin, begin).decode(errors="replace"))
