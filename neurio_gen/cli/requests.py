"""From options to a request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neurio_gen.benchmarks import Benchmark, find, from_file
from neurio_gen.cli.groups import Connection, Flashing, Generation, Selection
from neurio_gen.cli.options import DEFAULT_SUITE
from neurio_gen.devices.target import device
from neurio_gen.engines.engine import EngineOptions
from neurio_gen.engines.registry import DEFAULT, make_engine
from neurio_gen.errors import UsageError
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline.request import FlashWish, Request


def make_request(
    selection: Selection,
    generation: Generation | None = None,
    connection: Connection | None = None,
    *,
    jobs: int | None = None,
    flashing: Flashing | None = None,
    resume: bool = False,
) -> Request:
    """The request that the options of a command state. Raises UsageError where they are wrong."""
    generation, connection = generation or Generation(), connection or Connection()
    target = device(
        selection.board,
        port=connection.port,
        baud=connection.baud,
        emulate=connection.emulate,
    )
    return Request(
        board=target.board,
        benchmarks=_benchmarks(
            selection.benchmark or [], selection.suite or [], selection.model or []
        ),
        models=ModelOptions(
            models_dir=selection.models, weights=selection.weights, seed=selection.seed
        ),
        output=selection.output,
        templates=tuple(generation.templates or ()),
        engine=make_engine(
            DEFAULT, EngineOptions(kernels=generation.kernels, optimize=generation.optimize)
        ),
        port=target.port,
        baud=target.baud,
        boot_seconds=connection.timeout,
        seed=selection.seed,
        jobs=jobs,
        flash=flashing.wish() if flashing else FlashWish(),
        resume=resume,
    )


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
