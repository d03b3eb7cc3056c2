"""From options to a request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neurio_gen.benchmarks import Benchmark, find, from_file
from neurio_gen.cli.options import DEFAULT_SUITE
from neurio_gen.compiler.plan import Isa
from neurio_gen.devices.target import device
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
    target = device(board, port=port, baud=baud, emulate=emulate)
    return Request(
        board=target.board,
        benchmarks=_benchmarks(benchmarks or [], suites or [], model_files or []),
        models=ModelOptions(models_dir=models, weights=weights, seed=seed),
        output=output,
        templates=tuple(templates or ()),
        kernels=kernels,
        port=target.port,
        baud=target.baud,
        seed=seed,
        jobs=jobs,
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
