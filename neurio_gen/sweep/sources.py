"""From what a matrix calls models to benchmarks and bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from neurio_gen.benchmarks import Benchmark, SuiteFacts, find, from_files, model_files
from neurio_gen.compiler.checked import read_checked_model
from neurio_gen.errors import NeurioGenError, UsageError
from neurio_gen.models import FileModel, ModelOptions, obtain, obtain_all
from neurio_gen.models.interface import ResultKind
from neurio_gen.models.yielded import yielded_models
from neurio_gen.progress import Progress

SUITE = "sweep"


@dataclass(frozen=True, eq=False)
class Source:
    """A model of a sweep: its bytes, or why it cannot be had."""

    benchmark: Benchmark
    tflite: bytes | None
    error: NeurioGenError | None = None


def sources(models: Sequence[str], options: ModelOptions, progress: Progress) -> tuple[Source, ...]:
    """The models that files, globs, ids and functions name, each with a name of its own.

    Raises UsageError for what names nothing.
    """
    functions = [model for model in models if _is_function(model)]
    files = [model for model in models if model not in functions and _is_path(model)]
    patterns = [model for model in models if model not in functions and model not in files]
    benchmarks = (*(from_files(model_files(files)) if files else ()), *find_all(patterns))
    found = [*_obtained(benchmarks, options, progress)]
    for function in functions:
        progress.stage("models", function)
        for each in yielded_models(
            function, seed=options.seed, cache_dir=options.cache_dir, progress=progress
        ):
            benchmark = Benchmark(
                f"{SUITE}/{each.name}",
                SUITE,
                each.name,
                f"yielded by {function}",
                FileModel(Path(f"{each.name}.tflite")),
                (),
                result_kind=ResultKind.DEQUANTISED,
            )
            found.append(_read(Source(benchmark, each.tflite, each.error)))
    _refuse_namesakes(found)
    return tuple(found)


def find_all(patterns: Sequence[str]) -> tuple[Benchmark, ...]:
    """The benchmarks of the catalogue that patterns name; none without any."""
    return find(patterns) if patterns else ()


def _is_function(model: str) -> bool:
    place, _, name = model.rpartition(":")
    return place.endswith(".py") and name.isidentifier()


def _is_path(model: str) -> bool:
    path = Path(model)
    return path.exists() or path.suffix in (".tflite", ".keras", ".h5") or "/" in model


def _obtained(
    benchmarks: Sequence[Benchmark], options: ModelOptions, progress: Progress
) -> Iterator[Source]:
    try:
        models = obtain_all([each.source for each in benchmarks], options, progress)
    except NeurioGenError:
        yield from _one_by_one(benchmarks, options, progress)
        return
    for benchmark, model in zip(benchmarks, models, strict=True):
        yield _read(Source(_shared(benchmark), model.tflite))


def _one_by_one(
    benchmarks: Iterable[Benchmark], options: ModelOptions, progress: Progress
) -> Iterator[Source]:
    """What was built before one failed is in the cache, and is not built again."""
    for benchmark in benchmarks:
        try:
            tflite = obtain(benchmark.source, options, progress).tflite
            yield _read(Source(_shared(benchmark), tflite))
        except NeurioGenError as error:
            yield Source(_shared(benchmark), None, error)


def _read(source: Source) -> Source:
    """The source, or why its bytes cannot be read: one such model would fail a whole batch."""
    if source.tflite is None:
        return source
    try:
        read_checked_model(source.tflite, f"{source.benchmark.name}.tflite")
    except NeurioGenError as error:
        return Source(source.benchmark, None, error)
    return source


def _shared(benchmark: Benchmark) -> Benchmark:
    """The benchmark as one that shares images, whatever its suite says."""
    return replace(benchmark, facts=SuiteFacts())


def _refuse_namesakes(found: Sequence[Source]) -> None:
    counts = Counter(source.benchmark.name.lower() for source in found)
    twice = sorted(name for name, count in counts.items() if count > 1)
    if twice:
        raise UsageError(
            f"Two models of the sweep are called {twice[0]}.",
            hint="Results are told apart by their models' names: rename one.",
        )
