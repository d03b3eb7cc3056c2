"""The child's side of a process in which TensorFlow runs.

Jobs come as one JSON list on stdin; on stdout go lines of JSON: `{"started": label}`, then
`{"finished": label}` or `{"failed": label, "error": text}`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import IO, Any


def serve(do: Callable[[dict[str, Any]], None]) -> int:
    """`do` every job of stdin; one that fails does not keep the others from being done."""
    jobs = json.load(sys.stdin)
    with _messages_only() as output:
        for job in jobs:
            _say(output, started=job["label"])
            try:
                do(job)
            except Exception as error:  # whatever TensorFlow or a user's builder raises is reported
                _say(output, failed=job["label"], error=_in_one_line(error))
            else:
                _say(output, finished=job["label"])
    return 0


def _in_one_line(error: Exception) -> str:
    first, *_ = str(error).strip().splitlines() or ["no message"]
    return f"{type(error).__name__}: {first}"


def _messages_only() -> IO[str]:
    """The real stdout; what libraries print goes to stderr from now on."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output


def _say(output: IO[str], **message: str) -> None:
    output.write(json.dumps(message) + "\n")
    output.flush()
