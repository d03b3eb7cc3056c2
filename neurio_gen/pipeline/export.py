"""From benchmarks to a library for other people's projects, with an example of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from neurio_gen.benchmarks import OracleKind
from neurio_gen.codegen import cpp
from neurio_gen.codegen.image import check_names
from neurio_gen.codegen.render import Renderer
from neurio_gen.compiler import compile_model
from neurio_gen.compiler.goal import Goal
from neurio_gen.compiler.reader import read_model
from neurio_gen.compiler.tolerance import Tolerance, tolerance_of
from neurio_gen.engines.goals import goal_of
from neurio_gen.export.folder import check_folder, write_library
from neurio_gen.export.library import Library, library_files, library_name
from neurio_gen.export.model import Example, LibraryModel
from neurio_gen.harness.samples import samples
from neurio_gen.harness.workload import Array
from neurio_gen.isa import Isa
from neurio_gen.level import Level, Place
from neurio_gen.models import Weights, obtain_all
from neurio_gen.models.output_store import OutputStore
from neurio_gen.pipeline.oracle_process import OracleProcess
from neurio_gen.pipeline.oracles import oracle_of
from neurio_gen.pipeline.reference import with_reference
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Subject
from neurio_gen.pipeline.telling import title
from neurio_gen.progress import Progress
from neurio_gen.results.files import explained

_CANDIDATES = 10
_RANDOM_KINDS = ("uniform", "normal")
"""Inputs of which the example is chosen: so many samples, those of these kinds."""


@dataclass(frozen=True)
class Kernels:
    """What kernels are chosen for: an instruction set and a level.

    With `board`, also for the memory and the flash of the request's board.
    """

    isa: Isa
    level: Level = Level.BALANCED
    board: bool = False


def export(request: Request, kernels: Kernels, progress: Progress) -> Library:
    """Write the benchmarks of a request as one library into its `output`.

    One step of `progress` a benchmark. Nothing is written where a model cannot be exported. Raises
    UsageError for a folder that holds other files, StorageError where it cannot be written, and
    ModelError or UnsupportedModelError for a model that cannot be had or run.
    """
    check_folder(request.output)
    check_names([benchmark.name for benchmark in request.benchmarks])
    found = obtain_all(
        [benchmark.source for benchmark in request.benchmarks],
        request.models,
        progress,
    )
    models = []
    with OracleProcess(store=OutputStore(request.models.cache_dir)) as oracle:
        for benchmark, model in zip(request.benchmarks, found, strict=True):
            progress.stage("compile", benchmark.name)
            models.append(_model(request, kernels, Subject(benchmark, model), oracle, progress))
            progress.done()
    single = models[0].name if len(models) == 1 else None
    library = Library(
        single or library_name(request.output.resolve().name),
        tuple(models),
        kernels.isa,
        _command(request, kernels),
    )
    progress.stage("generate", library.name)
    files = library_files(library, Renderer(request.templates, **cpp.filters()))
    with explained(request.output, "written"):
        write_library(request.output, files)
    return library


def _command(request: Request, kernels: Kernels) -> str:
    target = f"--board {request.board.id}" if kernels.board else f"--isa {kernels.isa.value}"
    level = "" if kernels.level is Level.BALANCED else f" --optimize {kernels.level.value}"
    return f"neurio-gen export {target}{level}"


def _model(
    request: Request,
    kernels: Kernels,
    subject: Subject,
    oracle: OracleProcess,
    progress: Progress,
) -> LibraryModel:
    benchmark, model = subject.benchmark, subject.model
    goal = goal_of(request.board, kernels.level) if kernels.board else Goal(kernels.level)
    # Where constants lie in RAM is a matter of the program's linker script.
    goal = replace(goal, constants=Place.FLASH)
    plan = compile_model(model.tflite, title(benchmark), kernels.isa, goal)
    for note in (*model.notes, *plan.notes):
        progress.note(note)
    compared = replace(subject, benchmark=with_reference(oracle, benchmark, model))
    example = _example(request, compared, oracle)
    return LibraryModel(
        benchmark.name,
        plan,
        example,
        random=model.weights is Weights.RANDOM,
        uncalibrated=model.weights is Weights.UNCALIBRATED,
    )


def _example(request: Request, subject: Subject, process: OracleProcess) -> Example:
    """Of a few random inputs, the one whose output has the most different values."""
    oracle = oracle_of(process, request, subject, _CANDIDATES)
    tried: list[tuple[Sequence[Array], Sequence[Array]]] = []
    for sample in samples(oracle.inputs, _CANDIDATES, request.seed):
        if sample.kind in _RANDOM_KINDS:
            oracle.reset()
            tried.append((sample.arrays, oracle.invoke(sample.arrays)))
    inputs, outputs = max(tried, key=lambda pair: sum(len(np.unique(a)) for a in pair[1]))
    exact = subject.benchmark.oracle is OracleKind.TFLITE_MICRO
    # A project's own compiler may fuse products and sums.
    graph = read_model(subject.model.tflite, subject.benchmark.id)
    fused = tolerance_of(graph, [True] * len(graph.operators))
    allowed = fused.widened(Tolerance(codes=subject.benchmark.tolerance))
    return Example(
        tuple(inputs),
        tuple(outputs),
        "TFLite Micro" if exact else "TensorFlow",
        tuple(_tolerance(allowed, output) for output in outputs),
    )


def _tolerance(allowed: Tolerance, output: Array) -> float:
    if output.dtype == np.float32:
        return float(np.abs(output).max()) * allowed.relative
    return allowed.codes
