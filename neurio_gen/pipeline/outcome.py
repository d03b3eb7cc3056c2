"""From what the stages found to results of the JSON contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neurio_gen.build.toolchain import compiler_version
from neurio_gen.devices.versions import emulator_version
from neurio_gen.errors import DoesNotFitError, NeurioGenError, UnsupportedModelError
from neurio_gen.pipeline.construct import Construction
from neurio_gen.pipeline.measure import Measurement
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.sizes import flash_bytes, ram_bytes
from neurio_gen.pipeline.vendor import vendor_record
from neurio_gen.results import Environment, Result, WindowRecord, capture_environment
from neurio_gen.results.words import Mode, Status

_NO_OUTPUTS = "the firmware cannot show its output tensors"
NOTHING_RUN = "nothing was run"


def environment(request: Request) -> Environment:
    """What makes the results of a request: tools, versions, flags."""
    return capture_environment(
        compiler=compiler_version(request.board),
        flags=request.board.flags,
        emulator=emulator_version(request.board),
    )


def build_results(request: Request, constructions: Sequence[Construction]) -> list[Result]:
    """A result of mode `build` for each construction."""
    return [
        Result(
            **facts_of(request, item, "build"),
            **status_of(item.error),
            bit_exact_reason=NOTHING_RUN,
        )
        for item in constructions
    ]


def performance_result(request: Request, item: Measurement) -> Result:
    """A result of mode `performance`."""
    facts = facts_of(request, item.construction, "performance")
    timing = item.timing
    if timing is None:
        return Result(
            **facts,
            **status_of(item.error),
            bit_exact_reason=NOTHING_RUN,
            vendor=vendor_record(item.construction),
        )
    return Result(
        **facts,
        **status_of(item.error),
        baud=item.baud,
        time_base=timing.time_base,
        latency_us=timing.latency_us,
        windows=tuple(
            WindowRecord(iterations=w.iterations, microseconds=w.microseconds)
            for w in timing.windows
        ),
        instructions=timing.instructions,
        **_exactness(item, timing.bit_exact),
        samples=len(timing.windows),
        vendor=vendor_record(item.construction, timing.latency_us, timing.instructions),
    )


def verify_result(request: Request, item: Measurement) -> Result:
    """A result of mode `verify`."""
    facts = facts_of(request, item.construction, "verify")
    report = item.verification
    if report is None:
        return Result(**facts, **status_of(item.error), bit_exact_reason=NOTHING_RUN)
    exactness = _exactness(item, report.exact)
    return Result(
        **facts, **status_of(item.error), **exactness, baud=item.baud, samples=report.compared
    )


def _exactness(item: Measurement, equal: bool | None) -> dict[str, Any]:
    """`bit_exact` and, where it is null, why. `equal` is None where nothing could be compared."""
    tolerance = item.benchmark.tolerance
    if equal is None:
        return {"bit_exact": None, "bit_exact_reason": _NO_OUTPUTS}
    if equal and tolerance:
        reason = f"within {tolerance} of the codes of {item.benchmark.oracle.value}"
        return {"bit_exact": None, "bit_exact_reason": reason, "tolerance": tolerance}
    return {"bit_exact": equal}


def facts_of(request: Request, item: Construction, mode: Mode) -> dict[str, Any]:
    """What is known of a benchmark before it runs."""
    program, image, board = item.subject.program, item.image, request.board
    return {
        "benchmark": item.subject.benchmark.id,
        "board": board.id,
        "device": board.device,
        "mode": mode,
        "engine": request.engine.name,
        **request.engine.facts(board),
        "model_sha256": item.subject.model.sha256,
        "weights": item.subject.model.weights.value,
        "clock_hz": board.clock_hz if board.device == "serial" else None,
        "macs": program.macs if program else item.subject.benchmark.macs,
        "flash_bytes": flash_bytes(item.subject, image) if image else None,
        "ram_bytes": ram_bytes(item.subject, image) if image else None,
        "arena_bytes": program.arena_bytes if program else None,
        "arena_lower_bound": program.arena_lower_bound if program else None,
        "state_bytes": program.state_bytes if program else None,
    }


def status_of(error: NeurioGenError | None) -> dict[str, Any]:
    """How a benchmark ended, and why."""
    status: Status = "ok" if error is None else "failed"
    if isinstance(error, UnsupportedModelError):
        status = "unsupported"
    elif isinstance(error, DoesNotFitError):
        status = "does-not-fit"
    return {"status": status, "error": None if error is None else error.message}
