"""The process in which TFLite Micro runs: it answers until its input ends.

A request is `(tflite, name)`, which loads a model, a list of arrays, which are its inputs, or None,
which gives it its first state; an answer is a list of arrays, or `(message, hint)` where TFLite
Micro refuses.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Iterator
from typing import Any

from neurio_gen.errors import ModelError
from neurio_gen.messages import HEADER, packed
from neurio_gen.oracle import Oracle

_OUTPUT = 1
_STANDARD_ERROR = 2


def main() -> None:
    """Serve standard input and output."""
    with os.fdopen(os.dup(_OUTPUT), "wb") as output:
        os.dup2(_STANDARD_ERROR, _OUTPUT)  # whatever prints does not get between the answers
        oracle: Oracle | None = None
        while header := sys.stdin.buffer.read(HEADER.size):
            request = pickle.loads(sys.stdin.buffer.read(HEADER.unpack(header)[0]))
            answer: Any = []
            try:
                if isinstance(request, tuple):
                    tflite, name = request
                    oracle = Oracle(tflite, name, capture=_logged)
                elif oracle is not None and request is None:
                    oracle.reset()
                elif oracle is not None:
                    answer = oracle.invoke(request)
            except ModelError as error:
                answer = (error.message, error.hint)
            output.write(packed(answer))
            output.flush()


@contextlib.contextmanager
def _logged(said: list[str]) -> Iterator[None]:
    """Takes what is printed from the file that standard error is: there it outlives a crash."""
    begin = os.lseek(_STANDARD_ERROR, 0, os.SEEK_END)
    try:
        yield
    finally:
        end = os.lseek(_STANDARD_ERROR, 0, os.SEEK_END)
        said.append(os.pread(_STANDARD_ERROR, end - begin, begin).decode(errors="replace"))
