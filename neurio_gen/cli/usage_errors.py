"""What Typer says of a wrong command line: without the words of Python, and with what to do."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_MODELS = (".tflite", ".keras", ".h5", ".onnx", ".cc")
_RUNS = "`latest` is the last run, such as in: {command} latest"


def without_jargon(error: Any) -> None:
    """Changes the error's message to one for people who know no Python."""
    error.message = str(error.message).removeprefix("Value error, ")


def hint_for(error: Any, words: Sequence[str] | None = None) -> str | None:
    """What to do about a usage error; None where its message says it. `words` are the command's."""
    given = sys.argv[1:] if words is None else words
    kind, context = type(error).__name__, error.ctx
    at_top = context is not None and context.parent is None
    if kind == "NoSuchOption":
        if name := next((each for each in given if each[:1] == "-" and Path(each).is_file()), None):
            return f"For the file, whose name begins with a dash: ./{name}"
        if at_top:
            return "Options come behind the command, such as in: neurio-gen boards --help"
    if kind == "UsageError" and at_top and "No such command" in error.message:
        return _instead_of_command(error.message, given)
    if kind == "MissingParameter" and error.param is not None:
        name = str(error.param.get_error_hint())
        if context is not None and ("RUN" in name or "'A'" in name):
            return _RUNS.format(command=context.command_path)
    return None


def _instead_of_command(message: str, given: Sequence[str]) -> str | None:
    word = next((each for each in given if f"'{each}'" in message), "")
    if word.endswith(_MODELS) or (word and Path(word).exists()):
        return f"To measure it: neurio-gen flash-and-run {word}"
    if "Did you mean" in message:
        return None
    return "To measure models: neurio-gen flash-and-run; all commands: neurio-gen --help"
