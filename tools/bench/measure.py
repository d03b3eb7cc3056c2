"""Our engine on the emulated boards: instructions, exactness, memory, estimated cycles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.benchmarks import Benchmark, find
from neurio_gen.boards import load_board
from neurio_gen.engines import AotEngine
from neurio_gen.isa import Isa
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline.measure import measure
from neurio_gen.pipeline.modes.performance import PerformanceMode
from neurio_gen.pipeline.modes.profile import ProfileMode
from neurio_gen.pipeline.request import Request
from neurio_gen.results import Result


@dataclass(frozen=True)
class Case:
    """A board with the kernels that are measured on it."""

    board: str
    kernels: Isa
    title: str


CASES = (
    Case("mps2_an386", Isa.DSP, "Cortex-M4"),
    Case("mps2_an386", Isa.GENERIC, "Cortex-M4, portable kernels"),
    Case("mps3_an547", Isa.MVE, "Cortex-M55"),
)


def measured(models: ModelOptions, output: Path) -> Iterator[tuple[Case, Result]]:
    """A result of mode `performance` for each case and model."""
    for case in CASES:
        folder = output / f"{case.board}-{case.kernels.value}"
        request = Request(
            load_board(case.board), _suite(), models, folder, engine=AotEngine(case.kernels)
        )
        for result in measure(request, PerformanceMode()).results:
            yield case, result


def profiled(models: ModelOptions, output: Path) -> Iterator[Result]:
    """A result of mode `profile` for each model on the emulated NUCLEO-L4R5ZI."""
    board = load_board("nucleo_l4r5zi").emulated()
    request = Request(board, _suite(), models, output / board.id)
    yield from measure(request, ProfileMode()).results


def _suite() -> tuple[Benchmark, ...]:
    return find(["tiny_ml_perf"])
