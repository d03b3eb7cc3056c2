"""Commands that hints name, whole: they can be copied and run."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from neurio_gen.benchmarks import Benchmark
from neurio_gen.build import Mode as BuildMode
from neurio_gen.models import FileModel, WeightsPolicy
from neurio_gen.pipeline.request import Request


def build_command(request: Request, benchmark: Benchmark, mode: BuildMode) -> str:
    """The command that builds the image of a benchmark as the request would find it."""
    return shlex.join(_words(request, benchmark, mode))


def _words(request: Request, benchmark: Benchmark, mode: BuildMode) -> Iterator[str]:
    yield "neurio-gen"
    if request.board.folder is not None:
        yield from ("--boards", str(request.board.folder))
    yield from ("build", "--board", request.board.id)
    source, models = benchmark.source, request.models
    if benchmark.suite == "file" and isinstance(source, FileModel):
        yield from ("--model", str(source.path))
    else:
        yield from ("--benchmark", benchmark.id)
    if models.calibration is not None:
        yield from ("--calibrate", str(models.calibration))
    if models.models_dir is not None:
        yield from ("--models", str(models.models_dir))
    if models.weights is not WeightsPolicy.ANY:
        yield from ("--weights", models.weights.value)
    if request.seed:
        yield from ("--seed", str(request.seed))
    for folder in request.templates:
        yield from ("--templates", str(folder))
    yield from request.engine.arguments
    if mode in ("energy", "streaming"):
        yield from ("--mode", mode)
    yield from ("--output", str(request.output))
