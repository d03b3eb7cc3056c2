"""What a process does with a batch, here or on another machine: the pipeline's one path."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from neurio_gen.devices.target import device
from neurio_gen.engines.engine import EngineOptions
from neurio_gen.engines.registry import DEFAULT as AOT
from neurio_gen.engines.registry import make_engine
from neurio_gen.errors import NeurioGenError
from neurio_gen.models import FileModel, ModelOptions
from neurio_gen.models.cache import write_atomically
from neurio_gen.pipeline.measure import measure
from neurio_gen.pipeline.mode import Mode
from neurio_gen.pipeline.modes.performance import PerformanceMode
from neurio_gen.pipeline.modes.verify import VerifyMode
from neurio_gen.pipeline.request import Request
from neurio_gen.results import Environment, Result, read_runs
from neurio_gen.sweep.job import Batch, Job
from neurio_gen.workspace import Workspace

HELD_SECONDS = 3600.0
"""The longest wait for a board that another job holds."""


@dataclass(frozen=True)
class Answer:
    """What came of a batch, as any process can be sent it: JSON of results and environment.

    `error` is why the batch ended early, if it did; `kind` and `hint` are the error's.
    """

    results: tuple[str, ...]
    environment: str | None
    error: str | None = None
    kind: str | None = None
    hint: str | None = None


def run_batch(batch: Batch) -> Answer:
    """Measures a batch. Each result is on the disk at once, below the sweep's folder."""
    error: NeurioGenError | None = None
    try:
        request = _request(batch)
        measure(request, _mode(batch.jobs[0]), runs=runs_of(batch))
    except NeurioGenError as found:
        error = found
    return answer_of(runs_of(batch), error)


def answer_of(folder: Path, error: NeurioGenError | None = None) -> Answer:
    """What a batch's folder holds: of each benchmark the newest result."""
    results: dict[str, Result] = {}
    environment: Environment | None = None
    for run in read_runs(folder):
        environment = environment or (run.environments[-1] if run.environments else None)
        for result in run.results:
            results.setdefault(result.benchmark, result)
    return Answer(
        tuple(result.model_dump_json() for result in results.values()),
        environment.model_dump_json(by_alias=True) if environment else None,
        error.message if error else None,
        error.kind if error else None,
        error.hint if error else None,
    )


def begin_worker(parent: int) -> None:
    """Has this process end with its parent, however that ends. Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def runs_of(batch: Batch) -> Path:
    """The folder of the batch's run."""
    return Workspace(batch.output).sweep / batch.key


def _request(batch: Batch) -> Request:
    first = batch.jobs[0]
    target = device(first.board, port=first.port, emulate=first.emulate)
    options = EngineOptions(optimize=first.level) if first.engine == AOT else EngineOptions()
    engine = make_engine(first.engine, options)
    engine.check(target.board)
    folder = Workspace(batch.output).sweep / "models"
    benchmarks = []
    for job in batch.jobs:
        path = folder / f"{job.sha256[:16]}" / f"{job.benchmark.name}.tflite"
        if not path.is_file():
            write_atomically(path, job.tflite)
        source = FileModel(path)
        benchmarks.append(replace(job.benchmark, suite=f"sweep-{batch.key}", source=source))
    return Request(
        board=target.board,
        benchmarks=tuple(benchmarks),
        models=ModelOptions(seed=first.seed),
        output=batch.output,
        command="neurio-gen sweep",
        port=target.port,
        wait=HELD_SECONDS,
        engine=engine,
        seed=first.seed,
        resume=bool(batch.known),
    )


def _mode(job: Job) -> Mode[Any]:
    if job.mode == "verify":
        return VerifyMode(job.inputs)
    return PerformanceMode(job.inputs)
