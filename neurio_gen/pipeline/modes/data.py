"""The data set of a benchmark, and what is timed on: its inputs where it is given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neurio_gen.benchmarks import Benchmark, OracleKind
from neurio_gen.errors import UsageError
from neurio_gen.harness.datasets import LabelledData, find_folder, read_dataset
from neurio_gen.harness.encoding import from_data
from neurio_gen.harness.samples import Sample
from neurio_gen.harness.workload import Reference
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built

RANDOM = "random"
"""Inputs that are seeded random numbers."""

FROM_DATASET = "dataset"
"""Inputs that are the first of the accuracy data set, as the official runner takes them."""


def read_data(request: Request, benchmark: Benchmark, dataset: Path | None) -> LabelledData:
    """The data set of a benchmark in `dataset`; only suites that bring one need no folder.

    Raises UsageError where there is none, or it is not of the benchmark's form.
    """
    known = benchmark.dataset
    if dataset is not None:
        folder = find_folder(Path(dataset), known.folder if known else None)
    elif benchmark.facts.write_dataset is not None:
        folder = benchmark.facts.write_dataset(request.workspace.dataset(benchmark.suite))
    else:
        raise UsageError(
            f"Accuracy of {benchmark.id} needs a data set.",
            hint="Name its folder: --dataset DIR, with y_labels.csv and the .bin files in it.",
        )
    data = read_dataset(folder, known.input_bytes if known else None)
    if known and known.sliding and data.files[0].window is None:
        raise UsageError(
            f"{folder} does not say how the window slides over its recordings.",
            hint="Each line is file,classes,class,window bytes,stride bytes.",
        )
    return data


def read_inputs(
    request: Request, benchmark: Benchmark, dataset: Path | None, count: int
) -> tuple[bytes, ...] | None:
    """The first input of each of the first `count` files of the data set in `dataset`.

    None without a `dataset`, and for benchmarks that have none. Raises UsageError where the folder
    does not hold the benchmark's data set, or fewer files.
    """
    if dataset is None or not (benchmark.dataset or benchmark.suite == "file"):
        return None
    data = read_data(request, benchmark, dataset)
    if len(data.files) < count:
        raise UsageError(
            f"{data.folder} has {len(data.files)} files; {count} inputs are timed.",
            hint="Give the whole data set, or leave --dataset out: inputs are random then.",
        )
    return tuple(next(file.read()) for file in data.files[:count])


def given_samples(
    loaded: Sequence[bytes] | None, item: Built, oracle: Reference
) -> list[Sample] | None:
    """The `loaded` inputs of a data set as the model takes them; None for random ones instead.

    TensorFlow's interpreter is asked about random inputs only. Raises UsageError where an input is
    not of the model's size.
    """
    if loaded is None or item.benchmark.oracle is OracleKind.TENSORFLOW:
        return None
    encoding = item.image_model.input_encoding
    return [
        Sample(index, "data set", tuple(from_data(encoding, oracle.inputs, data)))
        for index, data in enumerate(loaded)
    ]
