"""What a comparison with the oracle makes of a result."""

from __future__ import annotations

from neurio_gen.benchmarks import Benchmark, OracleKind
from neurio_gen.errors import MismatchError
from neurio_gen.harness.comparison import Mismatch
from neurio_gen.pipeline.mode import Found
from neurio_gen.pipeline.stages import Compiled

_NO_OUTPUTS = "the firmware cannot show its output tensors"


_ORACLES = {OracleKind.TFLITE_MICRO: "TFLite Micro", OracleKind.TENSORFLOW: "TensorFlow"}


def exactness(item: Compiled, equal: bool | None, largest_difference: float = 0.0) -> Found:
    """`bit_exact` and, where it is null, why. `equal` is None where nothing could be compared.

    `largest_difference` is that of float32 outputs, relative to the output's range.
    """
    if equal is None:
        return {"bit_exact": None, "bit_exact_reason": _NO_OUTPUTS}
    tolerance = item.tolerance
    if not equal or not tolerance:
        return {"bit_exact": equal}
    found: Found = {"bit_exact": None}
    oracle = _ORACLES[item.benchmark.oracle]
    reasons = []
    if tolerance.relative:
        found["relative_tolerance"] = tolerance.relative
        found["largest_difference"] = largest_difference
        reasons.append(
            f"float32, within {tolerance.relative:g} of {oracle} (largest difference "
            f"{largest_difference:.1e} of the output's range)"
        )
    if tolerance.codes:
        found["tolerance"] = int(tolerance.codes)
        reasons.append(f"within {tolerance.codes:g} of the codes of {oracle}")
    return {**found, "bit_exact_reason": "; ".join(reasons)}


def mismatch_error(benchmark: Benchmark, mismatch: Mismatch | None) -> MismatchError | None:
    """The error that a difference is; None without one."""
    if mismatch is None:
        return None
    return MismatchError(
        f"{benchmark.id} differs from the oracle: {mismatch}.",
        hint="No figure of this image is valid. The engine is at fault: please report it.",
    )
