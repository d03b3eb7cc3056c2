"""Windows on one input after the other, each compared with the reference behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from neurio_gen.harness.comparison import Mismatch
from neurio_gen.harness.inference import RunningModel
from neurio_gen.harness.samples import Sample
from neurio_gen.progress import Progress
from neurio_gen.protocol.exchange import UnknownCommandError


class _Window(Protocol):
    @property
    def iterations(self) -> int:
        """Inferences in the window."""


W = TypeVar("W", bound=_Window)


def take_windows(
    running: RunningModel, inputs: Sequence[Sample], take: Callable[[int], W], progress: Progress
) -> tuple[tuple[W, ...], bool, Mismatch | None]:
    """The windows; whether outputs could be compared; the first mismatch, which ends them.

    `take` makes a window of at least so many iterations: 1 for the first input, for each further
    one as many as were needed before. Raises what it and the session raise.
    """
    windows: list[W] = []
    compared = True
    iterations = 1
    for sample in inputs:
        running.load(sample)
        window = take(iterations)
        iterations = window.iterations
        windows.append(window)
        mismatch = None
        try:
            mismatch = running.compare_alone(sample)
        except UnknownCommandError:
            compared = False
        progress.done()
        if mismatch is not None:
            return tuple(windows), compared, mismatch
    return tuple(windows), compared, None
