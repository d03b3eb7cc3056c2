"""The rules of a submission in our own words, each with the text that a person is shown.

They follow what the checker of rounds v1.2 and v1.3 looks at, and the benchmark's rules on windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

DIVISIONS = ("closed", "open")
STATUSES = ("available", "preview", "rdi")
IGNORED_FOLDERS = (".git", ".github", "assets", ".vscode")
"""Folders beside the divisions that the checker leaves alone."""
FILES = frozenset({"log.txt", "results.txt", "results.json"})
"""What a test's folder holds."""
LARGEST_FILE = 500 * 1024 * 1024
WINDOWS = 5
WINDOW_SECONDS = 10.0

RESULTS_LINES = {
    "performance": r".* Median throughput is\s+(\d+(?:\.\d+)?) inf\./sec\.",
    "energy": r"(?:.* )?Median energy cost is (\d+(?:\.\d+)?) uJ/inf\.",
    "top1": r".* Top[- ]1%?\s?[:=] (\d+(?:\.\d+)?)",
    "auc": r".* AUC\s?[:=] (\d+(?:\.\d+)?)",
}
"""The lines of results.txt that count. Each is matched from the start, behind a time stamp."""
DETECTIONS = r".*?(\d+) False negatives, (\d+) False positives"
"""What the official runner writes of a streaming test."""
MOST_MISTAKES = 8
"""False negatives, and false positives, that the closed division allows a wake word."""


@dataclass(frozen=True)
class Target:
    """What the closed division asks of accuracy: a key of `RESULTS_LINES` and the least value."""

    line: str
    least: float


@dataclass(frozen=True)
class Model:
    """A benchmark as the tree calls it: its folder, the tests it must have, the accuracy target."""

    folder: str
    benchmark: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    target: Target | None
    inputs: int | None = None
    """The number of files in the official data set, where this project knows it."""


_BOTH = ("accuracy", "performance")
MODELS = {
    model.folder: model
    for model in (
        Model("ad", "ad01", _BOTH, ("energy",), Target("auc", 0.85)),
        Model("ic", "ic01", _BOTH, ("energy",), Target("top1", 85)),
        Model("ic2", "ic02", _BOTH, ("energy",), Target("top1", 91)),
        Model("kws", "kws01", _BOTH, ("energy",), Target("top1", 90), inputs=1000),
        Model("vww", "vww01", _BOTH, ("energy",), Target("top1", 80)),
        Model("sww", "sww01", ("energy",), _BOTH, None),
    )
}
STREAMING = "sww01"
"""Its official test streams sound through an interface board; throughput there is the inverse of
the time that the device is busy in a period of its input. Nothing of that comes from `infer`."""
NEWER = "ic2"
"""Checkers up to v1.3 do not know it."""


class Rule(Enum):
    """A rule of the tree. The value is its text."""

    DIVISION = "A tree holds closed/ and open/, and nothing else but .git, .github and assets."
    NOT_EMPTY = "A tree holds at least one system with results."
    LINKS = "Symbolic links are not allowed."
    SIZE = "No file may be larger than 500 MB."
    CACHES = "Folders called __pycache__ are not allowed."
    EMPTY = "Empty folders are not allowed."
    HIDDEN = "Names should not begin with a dot."
    BLANKS = "Names should have no blanks."
    SYSTEM = "Each folder of results/ has a description of its system, systems/<system>.json."
    STATUS = "A system's Status is available, preview or rdi."
    SYSTEM_TYPE = "A system's description has no system_type: that belongs to other benchmarks."
    DESCRIPTION = "A system's description names its board, processor, clock and software."
    MODEL = "Results are in the folders ad, ic, ic2, kws, vww and sww."
    NEW_MODEL = "ic2 belongs to rounds after v1.3, whose checker does not know it."
    STREAMING = (
        "The checker of v1.3 reports an error for every sww; the round took them all the same."
    )
    REQUIRED = "ad, ic, ic2, kws and vww need accuracy and performance; sww needs energy."
    FILES = "A test's folder has log.txt, results.txt and results.json."
    PERFORMANCE = "performance/results.txt has a line with the median throughput in inf./sec."
    WINDOWS = "Performance and energy are the medians of five windows of at least 10 s each."
    ACCURACY = "accuracy/results.txt has a line with Top 1%; for ad, AUC; each of sww, detections."
    TARGET = (
        "Closed division: ic 85 %, ic2 91 %, kws 90 %, vww 80 % Top-1, ad 0.85 AUC at least; "
        "sww 8 false negatives and 8 false positives at most."
    )
    ENERGY = "energy/results.txt has a line with the median energy cost in uJ/inf."
    READABLE = "Files can be read: descriptions are JSON, results are UTF-8 text."


WARNINGS = frozenset({Rule.HIDDEN, Rule.BLANKS, Rule.DESCRIPTION, Rule.NEW_MODEL, Rule.STREAMING})
"""Rules that a checker only warns about."""


def model_of(benchmark: str) -> Model | None:
    """The model of a benchmark's id or name; None for one that is no part of MLPerf Tiny."""
    suite, _, name = benchmark.rpartition("/")
    if suite not in ("", "tiny_ml_perf"):
        return None
    return next((model for model in MODELS.values() if model.benchmark == name), None)
