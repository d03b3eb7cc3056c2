"""Which interpreter a benchmark's outputs are compared with.

TFLite Micro's, in a process of its own, but for operators that it lacks: those are left to
TensorFlow's. As TensorFlow takes seconds to load, all samples are computed at once, in a process
that a run has for all its models, and kept in the cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from neurio_gen.benchmarks import OracleKind
from neurio_gen.compiler.signature import signature_of
from neurio_gen.errors import ModelError
from neurio_gen.harness.samples import samples
from neurio_gen.harness.workload import Array, Reference
from neurio_gen.models.conversion import has_tensorflow
from neurio_gen.models.tensorflow_oracle import tensorflow_outputs, was_asked
from neurio_gen.pipeline.oracle_process import OracleProcess, ProcessOracle
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built, Subject
from neurio_gen.workers.worker import Worker


@dataclass(frozen=True, eq=False)
class Measurable(Built):
    """A benchmark that is measured now, with the `process` of the run's TFLite Micro."""

    process: OracleProcess

    def oracle(self, request: Request, count: int, period: int | None = None) -> Reference:
        """As `oracle_of`."""
        return oracle_of(self.process, request, self, count, period)


def oracle_of(
    process: OracleProcess, request: Request, item: Subject, count: int, period: int | None = None
) -> Reference:
    """The interpreter that outputs are compared with. TFLite Micro is run in `process`.

    It is asked about the first `count` samples of the request's seed and of `period`.
    """
    tflite, name = item.model.tflite, item.benchmark.id
    if item.benchmark.oracle is OracleKind.TENSORFLOW:
        return TensorFlowOracle(
            tflite,
            name,
            count=count,
            seed=request.seed,
            period=period,
            cache_dir=request.models.cache_dir,
            worker=process.tensorflow,
        )
    return ProcessOracle(process, tflite, name)


def begin_tensorflow(process: OracleProcess, request: Request, items: Sequence[Subject]) -> None:
    """Has TensorFlow load where an item will be compared with it for the first time."""
    asked = [each.model for each in items if each.benchmark.oracle is OracleKind.TENSORFLOW]
    if not has_tensorflow():
        return  # each of them will say so
    if not all(was_asked(model.tflite, request.models.cache_dir) for model in asked):
        process.tensorflow.begin()


class TensorFlowOracle:
    """TensorFlow's outputs for the first `count` samples of a seed."""

    def __init__(
        self,
        tflite: bytes,
        name: str,
        *,
        count: int,
        seed: int,
        period: int | None = None,
        cache_dir: Path | None = None,
        worker: Worker | None = None,
    ) -> None:
        """Raises ModelError where TensorFlow is not installed or refuses the model."""
        from neurio_gen.compiler.reader import read_model  # takes long to import

        signature = signature_of(read_model(tflite, name))
        self.name = name
        self.inputs = signature.inputs
        """The inputs' shapes, types and quantisation."""
        self.outputs = signature.outputs
        """The outputs' shapes, types and quantisation."""
        inputs = [sample.arrays for sample in samples(self.inputs, count, seed, period)]
        computed = tensorflow_outputs(tflite, inputs, cache_dir=cache_dir, worker=worker)
        self._known = {
            _key(arrays): outputs for arrays, outputs in zip(inputs, computed, strict=True)
        }

    @property
    def stateful(self) -> bool:
        """TensorFlow is asked about single inferences only."""
        return False

    def reset(self) -> None:
        """There is no state."""

    def invoke(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs for one of the samples. Raises ModelError for other inputs."""
        outputs = self._known.get(_key(inputs))
        if outputs is None:
            raise ModelError(f"{self.name}: TensorFlow was not asked about these inputs.")
        return outputs


def _key(arrays: Sequence[Array]) -> bytes:
    return b"".join(array.tobytes() for array in arrays)
