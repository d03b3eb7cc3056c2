"""A model that keeps to the limits and does not contradict itself, for whichever engine runs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from neurio_gen.compiler.control import all_graphs
from neurio_gen.compiler.graph import Graph
from neurio_gen.compiler.limits import limit_problems
from neurio_gen.compiler.reader import read_model
from neurio_gen.compiler.shapes import shape_problems
from neurio_gen.errors import ModelError

# What arithmetic on a file's numbers may lead to. Anything else is a fault of ours, and stays one.
_INCONSISTENT = (ArithmeticError, LookupError, MemoryError, ValueError)

_HINT = "Convert the model again, or check the file's checksum."
_FIX = (
    "Convert it with a batch of 1: keras.Input(batch_shape=(1, ...)), not keras.Input((...)). "
    "TFLite Micro sets no sizes while it runs, and leaves parts of such results unset."
)
_MOST_LISTED = 10


def read_checked_model(tflite: bytes, name: str) -> Graph:
    """The graph of a .tflite file's bytes. Raises ModelError where it cannot be trusted."""
    graph = read_model(tflite, name)
    with consistent(name):
        graphs = tuple(all_graphs(graph))
        refuse(name, "is beyond the limits", [p for each in graphs for p in limit_problems(each)])
        problems = [problem for each in graphs for problem in shape_problems(each)]
        if problems and graph.open_batch:
            refuse(name, "has shapes that depend on its batch size, which is open", problems, _FIX)
        refuse(name, "is inconsistent", problems)
    return graph


@contextmanager
def consistent(name: str) -> Iterator[None]:
    """Turns what a file's numbers may lead to beyond all checks into a ModelError."""
    try:
        yield
    except _INCONSISTENT as error:
        what = f"{error}" if type(error) is ValueError else f"{type(error).__name__}: {error}"
        message = f"{name} is inconsistent: {what.rstrip('.')}."
        raise ModelError(message, hint=_HINT) from error


def refuse(name: str, what: str, problems: Sequence[str], hint: str = _HINT) -> None:
    """Raises ModelError where there is a problem; names the first ones."""
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems[:_MOST_LISTED])
        more = len(problems) - _MOST_LISTED
        rest = f"\n  - and {more} more" if more > 0 else ""
        raise ModelError(f"{name} {what}:\n{listed}{rest}", hint=hint)
