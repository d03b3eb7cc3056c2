"""What a comparison with the oracle makes of a result."""

from __future__ import annotations

from neurio_gen.benchmarks import Benchmark
from neurio_gen.errors import MismatchError
from neurio_gen.harness.comparison import Mismatch
from neurio_gen.pipeline.mode import Found

_NO_OUTPUTS = "the firmware cannot show its output tensors"


def exactness(benchmark: Benchmark, equal: bool | None) -> Found:
    """`bit_exact` and, where it is null, why. `equal` is None where nothing could be compared."""
    tolerance = benchmark.tolerance
    if equal is None:
        return {"bit_exact": None, "bit_exact_reason": _NO_OUTPUTS}
    if equal and tolerance:
        reason = f"within {tolerance} of the codes of {benchmark.oracle.value}"
        return {"bit_exact": None, "bit_exact_reason": reason, "tolerance": tolerance}
    return {"bit_exact": equal}


def mismatch_error(benchmark: Benchmark, mismatch: Mismatch | None) -> MismatchError | None:
    """The error that a difference is; None without one."""
    if mismatch is None:
        return None
    return MismatchError(
        f"{benchmark.id} differs from the oracle: {mismatch}.",
        hint="No figure of this image is valid. The engine is at fault: please report it.",
    )
