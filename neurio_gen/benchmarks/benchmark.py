"""What a benchmark is: a model plus its workload, with an id."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from neurio_gen.benchmarks.facts import SuiteFacts
from neurio_gen.errors import UsageError
from neurio_gen.models import ModelSource
from neurio_gen.models.interface import InputEncoding, ResultKind

WIRE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
"""What a model id may be: it has to fit into a protocol command and into a file name."""


class QualityMetric(Enum):
    """What a quality target is stated in."""

    TOP1 = "top1"
    """Share of inputs whose largest output is the right class, 0 to 1."""
    AUC = "auc"
    """Area under the receiver operating characteristic, 0 to 1."""
    FALSE_DETECTIONS = "false-detections"
    """Number of false positives, and of false negatives; less is better."""


@dataclass(frozen=True)
class QualityTarget:
    """What the closed division asks: `metric` at least `threshold`, or at most for counts."""

    metric: QualityMetric
    threshold: float


@dataclass(frozen=True)
class Dataset:
    """The inputs that accuracy is measured on, in the official layout: .bin files and y_labels.csv.

    `folder` is their folder's name. `classes` is 0 where there are none. `input_bytes` is what one
    inference loads; `sliding` inputs are windows of that size, moved over a longer file.
    """

    folder: str
    classes: int
    input_bytes: int
    sliding: bool = False


class OracleKind(Enum):
    """The interpreter whose outputs are right."""

    TFLITE_MICRO = "tflite-micro"
    TENSORFLOW = "tensorflow"
    """For operators that TFLite Micro lacks."""


@dataclass(frozen=True)
class Benchmark:
    """One entry of the catalogue.

    `id` is `suite/name`; `name` is the model id on the wire, unique in the catalogue.
    `input_shapes` hold the batch of 1; empty for a user's file until it is read. `macs` counts
    multiply-accumulates of one inference where they are published, else None. `tolerance` is the
    largest difference from the oracle in output codes; 0 is byte for byte. `relative_tolerance` is
    that of float32 outputs, relative to the largest magnitude of an output. `facts` are those of
    its suite.
    """

    id: str
    suite: str
    name: str
    description: str
    source: ModelSource
    input_shapes: tuple[tuple[int, ...], ...]
    input_encoding: InputEncoding = InputEncoding.AS_IS
    result_kind: ResultKind = ResultKind.DEQUANTISED
    macs: int | None = None
    quality: QualityTarget | None = None
    dataset: Dataset | None = None
    oracle: OracleKind = OracleKind.TFLITE_MICRO
    tolerance: int = 0
    relative_tolerance: float = 0.0
    facts: SuiteFacts = field(default=SuiteFacts(), compare=False, repr=False)

    def __post_init__(self) -> None:
        if not WIRE_NAME.fullmatch(self.name):
            raise UsageError(
                f"{self.name!r} cannot be a benchmark's name.",
                hint="Letters, digits, - and _, at most 40, beginning with a letter or digit.",
            )
