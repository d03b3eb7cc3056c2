"""The rules of a submission in our own words, each with the text that a person is shown.

They follow what the checker of round v1.4 looks at, and the benchmark's rules.
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
EEMBC_MARK = "EEMBC_RUNNER"
"""Stands in a benchmark's folder where the older runner made the files."""
EEMBC_FILES = frozenset({"log.txt", "results.txt", "script.async"})
OTHER_FILES = frozenset({"results.json", "mlperf_log_trace.json", ".gitkeep"})
"""Files that the checker takes anywhere in a test's folder."""
PLOT = "energy_inf_000.png"
"""The picture of the power trace that a streaming test with energy has."""
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
STREAMING_LINES = {
    "detections": r".*Accuracy: (\d+) True positives, (\d+) False negatives, (\d+) False positives",
    "throughput": r".*Estimated throughput:\s*([\d.]+) inf\./sec\.",
    "duty cycle": r".*Average duty cycle:\s*([\d.]+)",
    "power": r".*Power\s+: ([\d.]+) mW",
}
"""What the official runner writes of a streaming test; `power` with energy only."""
WAKE_WORDS = 50
"""How many the official recording holds: true positives and false negatives."""
OWN_LOG = "stored by neurio-gen"
"""Stands in the log of a test that neurio-gen's own harness has measured."""
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
    """The number of files in the official data set; None where it is no set of files."""
    labels: str | None = None
    """`labels_digest` of the official data set."""


_BOTH = ("accuracy", "performance")
_AD = "390b1caa48f6c922d3840e69f17e2506cd67ed1540840330fbba5af80a4560cf"
_IC = "0607c9f6c62b842e522bd979adf4d00e87ab924a831a30ce747befde002f3016"
_KWS = "c29dee25f94d56439828dca5c7d6950cd09d71f091d76760cecebd93e87e7a99"
_VWW = "474ea118b59e6a0169d1ad13345140d6e7b244058189ba08ce9fdc508fe2261b"
MODELS = {
    model.folder: model
    for model in (
        Model("ad", "ad01", _BOTH, ("energy",), Target("auc", 0.85), 248, _AD),
        Model("ic", "ic01", _BOTH, ("energy",), Target("top1", 85), 200, _IC),
        Model("ic2", "ic02", _BOTH, ("energy",), Target("top1", 91), 200, _IC),
        Model("kws", "kws01", _BOTH, ("energy",), Target("top1", 90), 1000, _KWS),
        Model("vww", "vww01", _BOTH, ("energy",), Target("top1", 80), 1000, _VWW),
        Model("sww", "sww01", (), ("performance", "energy"), None),
    )
}
STREAMING = "sww01"
"""Its official test streams sound through an interface board; throughput there is the inverse of
the time that the device is busy in a period of its input. Nothing of that comes from `infer`."""
SMALLER = {"ic2": "ic"}
"""Who submits the larger one of two sizes submits the smaller one, too."""


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
    SMALLER = "Who submits ic2 also submits ic, on the same system."
    REQUIRED = "ad, ic, ic2, kws and vww need accuracy and performance; sww performance or energy."
    FILES = "A test's folder has log.txt, results.txt and results.json, and no other files."
    PLOT = "energy of sww has energy_inf_000.png."
    PERFORMANCE = "performance/results.txt has a line with the median throughput in inf./sec."
    WINDOWS = "Performance and energy are the medians of five windows of at least 10 s each."
    ACCURACY = "accuracy/results.txt has a line with Top 1%; for ad, AUC."
    STREAMING = (
        "results.txt of sww has true positives, false negatives and false positives, the estimated "
        "throughput and the average duty cycle; with energy, the power in mW."
    )
    WAKE_WORDS = (
        "True positives and false negatives of sww are 50 together: the official recording."
    )
    DATASET = (
        "Accuracy is of the whole official data set: ad 248, ic 200, kws 1,000, vww 1,000 files "
        "with their labels."
    )
    TARGET = (
        "Closed division: ic 85 %, ic2 91 %, kws 90 %, vww 80 % Top-1, ad 0.85 AUC at least; "
        "sww 8 false negatives and 8 false positives at most."
    )
    ENERGY = "energy/results.txt has a line with the median energy cost in uJ/inf."
    RUNNER = "Since v1.4 only results of the MLCommons runner may be submitted."
    SILICON = "Results are of real boards: an emulator says so in its name."
    CODE = "The benchmark's implementation is shared in code/."
    QUANTISATION = "A text in code/ describes how the weights were quantised."
    READABLE = "Files can be read: descriptions are JSON, results are UTF-8 text."


WARNINGS = frozenset(
    {Rule.HIDDEN, Rule.BLANKS, Rule.DESCRIPTION, Rule.RUNNER, Rule.CODE, Rule.QUANTISATION}
)
"""Rules that a checker only warns about."""


def model_of(benchmark: str) -> Model | None:
    """The model of a benchmark's id or name; None for one that is no part of MLPerf Tiny."""
    suite, _, name = benchmark.rpartition("/")
    if suite not in ("", "tiny_ml_perf"):
        return None
    return next((model for model in MODELS.values() if model.benchmark == name), None)
