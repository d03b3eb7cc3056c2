"""From options to a request."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from neurio_gen.benchmarks import Benchmark, find, from_file
from neurio_gen.boards import Board, load_board
from neurio_gen.cli.options import DEFAULT_SUITE
from neurio_gen.compiler.plan import Isa
from neurio_gen.errors import UsageError
from neurio_gen.models import ModelOptions, WeightsPolicy
from neurio_gen.pipeline.request import Request


def make_request(
    *,
    board: str,
    benchmarks: Sequence[str] | None,
    suites: Sequence[str] | None,
    model_files: Sequence[Path] | None,
    models: Path | None,
    weights: WeightsPolicy,
    seed: int,
    output: Path,
    templates: Sequence[Path] | None,
    kernels: Isa | None = None,
    port: str | None = None,
    baud: int | None = None,
    emulate: bool = False,
    jobs: int | None = None,
) -> Request:
    """The request that the options of a command state. Raises UsageError where they are wrong."""
    return Request(
        board=_emulated(board) if emulate else load_board(board),
        benchmarks=_benchmarks(benchmarks or [], suites or [], model_files or []),
        models=ModelOptions(models_dir=models, weights=weights, seed=seed),
        output=output,
        command=command_line(),
        templates=tuple(templates or ()),
        kernels=kernels,
        port=None if emulate else port,
        baud=baud,
        seed=seed,
        jobs=jobs,
    )


def _emulated(board: str) -> Board:
    """A real board to run on models of its chip. Raises UsageError where there are none."""
    from neurio_gen.emulator import wiring_of

    found = load_board(board)
    wiring_of(found.id)
    return found.emulated()


def _benchmarks(
    patterns: Sequence[str], suites: Sequence[str], files: Sequence[Path]
) -> tuple[Benchmark, ...]:
    """What the patterns, suites and files name, each once; the default suite without any."""
    chosen = [from_file(path) for path in files]
    if patterns or suites or not files:
        chosen += find([*patterns, *suites] or [DEFAULT_SUITE])
    names = [benchmark.name for benchmark in chosen]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(
            f"Two benchmarks are called {twice[0]}.", hint="Rename one of the .tflite files."
        )
    return tuple(chosen)


def command_line() -> str:
    """The command as typed, with the program's name instead of its path."""
    return shlex.join(["neurio-gen", *sys.argv[1:]])
