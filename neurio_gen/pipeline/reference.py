"""Which interpreter can run a model, asked before anything is built for it."""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.benchmarks import Benchmark, OracleKind
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
    if benchmark.oracle is not OracleKind.TFLITE_MICRO:
        return benchmark
    try:
        ProcessOracle(process, model.tflite, benchmark.id)
    except WorkerFailureError:
        raise
    except ModelError as refusal:
        if not has_tensorflow():
            message = f"There is nothing to compare outputs with. {refusal.message}"
            raise ModelError(message, hint=_INSTALL) from refusal
        return replace(benchmark, oracle=OracleKind.TENSORFLOW, tolerance=TOLERANCE)
    return benchmark
