"""What an interrupted run has already measured of a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.results.folder import read_runs
from neurio_gen.results.schema import Result
from neurio_gen.results.store import Entry, Run
from neurio_gen.results.words import Mode


@dataclass(frozen=True)
class Wanted:
    """A benchmark that is asked for; what was measured of it counts where all of this is equal.

    `facts` are fields of the result that tell what ran the model. `covers` says whether a result
    of all this is of the same inputs, too.
    """

    benchmark: str
    board: str
    device: str
    mode: Mode
    model_sha256: str
    image_sha256: str | None
    facts: Mapping[str, str]
    covers: Callable[[Result], bool] = lambda _: True

    def is_met_by(self, result: Result) -> bool:
        """Whether `result` is one, measured to the end and found right."""
        asked = {**vars(self), **self.facts}
        del asked["facts"], asked["covers"]
        return (
            result.status == "ok"
            and all(getattr(result, name, None) == value for name, value in asked.items())
            and self.covers(result)
        )


@dataclass(frozen=True)
class Resumable:
    """A run to go on with, and what it holds of the request, by benchmark."""

    run: Run
    known: dict[str, Entry]


def find_resumable(folder: Path, wanted: Iterable[Wanted]) -> Resumable | None:
    """The newest run in `folder` that has measured any of `wanted`; None where there is none.

    A benchmark that has failed there, or whose line is damaged, is not known.
    """
    asked = tuple(wanted)
    for run in read_runs(folder):
        known = {
            want.benchmark: entry
            for want in asked
            for entry in run.entries
            if want.is_met_by(entry.result)
        }
        if known:
            return Resumable(run, known)
    return None
