"""Faults of our own: kept whole in a file, and told in two lines."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import datetime, timezone
from pathlib import Path

import platformdirs

from neurio_gen import __version__
from neurio_gen.errors import NeurioGenError

ISSUES = "https://github.com/neurio-gen/neurio-gen/issues"
"""Where faults of ours are reported."""


class InternalError(NeurioGenError):
    """Something that only a change of this program can mend; the user did nothing wrong."""


def internal_error(error: Exception) -> InternalError:
    """What a person is told of an exception that nothing foresaw; its traceback goes into a log."""
    log = _write(error)
    with_log = f" with {log}" if log else f" with this: {_place(error)}"
    return InternalError(
        f"A fault inside of neurio-gen: {type(error).__name__}: {error}",
        hint=f"This is a fault of ours. Please report it at {ISSUES}{with_log}",
    )


def _write(error: Exception) -> Path | None:
    """The file with the traceback; None where none can be written."""
    stamp = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S")
    path = platformdirs.user_log_path("neurio-gen") / f"internal-error-{stamp}.log"
    head = f"neurio-gen {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
    command = f"command: {' '.join(sys.argv[1:])}\n\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + command + "".join(traceback.format_exception(error)))
    except OSError:
        return None
    return path


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}, line {last.lineno}, in {last.name}"
