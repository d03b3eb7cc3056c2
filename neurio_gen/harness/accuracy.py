"""Every input of a data set through the device, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from neurio_gen.harness.datasets import LabelledData
from neurio_gen.harness.inference import INFER_SECONDS
from neurio_gen.harness.workload import Workload
from neurio_gen.progress import SILENT, Progress
from neurio_gen.protocol.session import Session

Key = tuple[str, int]
"""An input: the file's name and the window's number in it."""

Scores = tuple[float, ...]
"""The numbers of a results line."""

Store = Callable[[Key, Scores], None]
"""Called with each result as soon as it exists; what it has taken must not be lost."""


def measure_accuracy(
    session: Session,
    model: Workload,
    data: LabelledData,
    store: Store,
    *,
    known: Mapping[Key, Scores] | None = None,
    progress: Progress = SILENT,
) -> dict[Key, Scores]:
    """The results line of every input, by `infer 1 0` as the rules have it.

    The windows of a file are the steps of one sequence where the model keeps state. Inputs whose
    result is `known` from an earlier run are not run again, but for such a file, whose steps
    depend on each other. Raises ProtocolError
    where the device refuses or falls silent; what came before has been stored.
    """
    session.select(model.id)
    begin = session.reset if model.stateful else _nothing
    found: dict[Key, Scores] = {}
    for file in data.files:
        begin()
        for window, input_bytes in enumerate(file.read()):
            key = (file.name, window)
            scores = known.get(key) if known and not model.stateful else None
            if scores is None:
                session.load(input_bytes)
                session.infer(1, 0, timeout=INFER_SECONDS)
                scores = session.results()
                store(key, scores)
            found[key] = scores
            progress.done()
    return found


def _nothing() -> None:
    return
