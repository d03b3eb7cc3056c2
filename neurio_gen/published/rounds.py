"""Published MLPerf Tiny results, and which of them belong to a board of ours."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from neurio_gen.boards import Board

SOURCE = "MLPerf Tiny rounds v0.5 to v1.3, github.com/mlcommons/tiny_results_v*; cycles = ms x MHz"
"""Where the figures are from, as tables state it."""

_BENCHMARKS = {"ad": "ad01", "ic": "ic01", "kws": "kws01", "vww": "vww01", "sww": "sww01"}
_CORES = {
    "cortex-m0plus": "M0+",
    "cortex-m3": "M3",
    "cortex-m4": "M4",
    "cortex-m7": "M7",
    "cortex-m33": "M33",
    "cortex-m55": "M55",
    "cortex-m85": "M85",
}


@dataclass(frozen=True)
class PublishedResult:
    """A benchmark of a system in a round. `accuracy` is Top-1 in per cent, or AUC of ad01.

    `megacycles` are an inference's: its milliseconds times the clock in MHz.
    """

    round: str
    organisation: str
    system: str
    board: str
    core: str
    megahertz: float
    stack: str
    note: str
    benchmark: str
    inferences_per_second: float
    milliseconds: float
    megacycles: float
    accuracy: float | None
    microjoules: float | None


@lru_cache(maxsize=1)
def published_results() -> tuple[PublishedResult, ...]:
    """All published results, in the order of the file."""
    text = (resources.files(__package__) / "mlperf_tiny.csv").read_text(encoding="utf-8")
    return tuple(_result(row) for row in csv.DictReader(text.splitlines()))


def benchmark_id(name: str) -> str:
    """`tiny_ml_perf/kws01` of a published result's benchmark, `kws01`."""
    return f"tiny_ml_perf/{name}"


def rounds_of_board(board: Board) -> tuple[PublishedResult, ...]:
    """What was published for the very board; its name may be written in several ways."""
    names = {_plain(board.id), _plain(board.name)}
    return tuple(result for result in published_results() if _plain(result.board) in names)


def rounds_of_core(board: Board) -> tuple[PublishedResult, ...]:
    """What was published for boards with the same core, accelerators left out."""
    core = _CORES.get(board.cpu)
    return tuple(result for result in published_results() if result.core == core)


def _result(row: dict[str, str]) -> PublishedResult:
    return PublishedResult(
        round=row["round"],
        organisation=row["org"],
        system=row["system"],
        board=row["board"],
        core=row["core"],
        megahertz=float(row["mhz"]),
        stack=row["stack"],
        note=row["note"],
        benchmark=_BENCHMARKS[row["bench"]],
        inferences_per_second=float(row["inf_per_s"]),
        milliseconds=float(row["ms"]),
        megacycles=float(row["mcyc"]),
        accuracy=_number(row["acc"]),
        microjoules=_number(row["uJ"]),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def _plain(name: str) -> str:
    """A board's name without vendor, separators and case: `nucleol4r5zi`."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"^(ST|Nordic|Arm|Raspberry Pi)\s+", "", name).lower())
