"""Which interpreter can run a model, asked before anything is built for it."""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.benchmarks import Benchmark, OracleKind
from neurio_gen.compiler.tolerance import tolerance_of
from neurio_gen.errors import ModelError
from neurio_gen.models import ObtainedModel
from neurio_gen.models.conversion import has_tensorflow
from neurio_gen.pipeline.oracle_process import OracleProcess, ProcessOracle
from neurio_gen.workers.worker import WorkerFailureError

_INSTALL = "TensorFlow's interpreter would be asked instead: pip install 'neurio-gen[keras]'"

TOLERANCE = 1
"""Output codes that TensorFlow's faster kernels, which round in other places, may differ by."""


def with_reference(process: OracleProcess, benchmark: Benchmark, model: ObtainedModel) -> Benchmark:
    """The benchmark, with TensorFlow as its oracle where TFLite Micro cannot run the model.

    TFLite Micro is asked in `process`. Raises ModelError where TensorFlow is not installed either,
    or TFLite Micro crashes.
    """
    if benchmark.oracle is OracleKind.TENSORFLOW:
        return _by_tensorflow(benchmark, model)
    try:
        ProcessOracle(process, model.tflite, benchmark.id)
    except WorkerFailureError:
        raise
    except ModelError as refusal:
        if not has_tensorflow():
            message = f"There is nothing to compare outputs with. {refusal.message}"
            raise ModelError(message, hint=_INSTALL) from refusal
        return _by_tensorflow(replace(benchmark, tolerance=TOLERANCE), model)
    return benchmark


def _by_tensorflow(benchmark: Benchmark, model: ObtainedModel) -> Benchmark:
    """With TensorFlow as its oracle, which takes sums of float32 in an order of its own."""
    from neurio_gen.compiler.reader import read_model  # takes long to import

    graph = read_model(model.tflite, benchmark.id)
    relative = tolerance_of(graph, [True] * len(graph.operators)).relative
    return replace(benchmark, oracle=OracleKind.TENSORFLOW, relative_tolerance=relative)
