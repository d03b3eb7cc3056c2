"""What people are told of a model before anything is made of it: its name, and what to know."""

from __future__ import annotations

from collections.abc import Sequence

from neurio_gen.benchmarks import Benchmark
from neurio_gen.models import FileModel, ObtainedModel, OfficialModel, PackagedModel, Weights
from neurio_gen.results.words import RANDOM_WEIGHTS


def random_weights_note(
    benchmarks: Sequence[Benchmark], models: Sequence[ObtainedModel]
) -> str | None:
    """Says which published models have stand-ins: other random weights are as they are meant."""
    names = [
        benchmark.name
        for benchmark, model in zip(benchmarks, models, strict=True)
        if isinstance(benchmark.source, OfficialModel | PackagedModel)
        and model.weights is Weights.RANDOM
    ]
    if not names:
        return None
    return f"{', '.join(names)}: the published files are not at hand. {RANDOM_WEIGHTS}"


def title(benchmark: Benchmark) -> str:
    """What messages call the model: a user's file by its name."""
    source = benchmark.source
    return source.path.name if isinstance(source, FileModel) else benchmark.id
