"""Our engine on the emulated boards: instructions, exactness, memory, estimated cycles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from neurio_gen.benchmarks import Benchmark, find
from neurio_gen.boards import load_board
from neurio_gen.engines import AotEngine
from neurio_gen.isa import Isa
from neurio_gen.level import Level
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


@dataclass(frozen=True)
class Setup:
    """How the NUCLEO-L4R5ZI is used: the level of its images, and its flash's bank mode."""

    level: Level
    banks: Literal[1, 2]
    title: str


SETUPS = (
    Setup(Level.SIZE, 2, "`size`"),
    Setup(Level.BALANCED, 2, "`balanced`"),
    Setup(Level.SPEED, 2, "`speed`"),
    Setup(Level.BALANCED, 1, "`balanced`, one bank"),
)


def profiled(models: ModelOptions, output: Path) -> Iterator[tuple[Setup, Result]]:
    """A result of mode `profile` for each set-up and model on the emulated NUCLEO-L4R5ZI."""
    for setup in SETUPS:
        board = load_board("nucleo_l4r5zi").emulated().with_flash_banks(setup.banks)
        folder = output / f"{board.id}-{setup.level.value}-{setup.banks}"
        request = Request(board, _suite(), models, folder, engine=AotEngine(level=setup.level))
        for result in measure(request, ProfileMode()).results:
            yield setup, result


def _suite() -> tuple[Benchmark, ...]:
    return find(["tiny_ml_perf"])
