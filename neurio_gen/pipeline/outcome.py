"""From what the stages found to results of the JSON contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from neurio_gen.benchmarks import Benchmark
from neurio_gen.boards import Board
from neurio_gen.build.toolchain import compiler_version
from neurio_gen.devices.versions import emulator_version
from neurio_gen.errors import DoesNotFitError, NeurioGenError, UnsupportedModelError
from neurio_gen.pipeline.bench import Place
from neurio_gen.pipeline.mode import Finding
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.sizes import flash_bytes, places, ram_bytes, ram_code_bytes
from neurio_gen.pipeline.stages import Built, Compiled, Construction, Failed, Subject
from neurio_gen.pipeline.vendor import vendor_record
from neurio_gen.results import ChartRecord, Environment, Result, capture_environment
from neurio_gen.results.words import Arithmetic, Status, Weights

NOTHING_RUN = "nothing was run"
"""Why outputs of a benchmark that was not run are not compared."""


@dataclass(frozen=True)
class Outcome:
    """A result, and what a person is told if something is wrong with it."""

    result: Result
    error: NeurioGenError | None = None


def environment(request: Request) -> Environment:
    """What makes the results of a request: tools, versions, flags."""
    return capture_environment(
        compiler=compiler_version(request.board),
        flags=request.board.flags,
        emulator=emulator_version(request.board),
    )


def build_results(request: Request, constructions: Sequence[Construction]) -> list[Result]:
    """A result of mode `build` for each construction."""
    return [_unmeasured(request, item, "build", request.board.device) for item in constructions]


def measured(request: Request, item: Built, mode: str, place: Place, finding: Finding) -> Outcome:
    """The outcome of a benchmark that was run."""
    found, device = finding.found, place.device
    result = Result(
        **_facts(request, item),
        **_status(finding.error),
        **found,
        mode=mode,
        device=device.kind,
        baud=place.session.baud,
        time_base=device.time_base,
        vendor=vendor_record(item, found.get("latency_us"), found.get("instructions")),
    )
    return Outcome(_of_engine(request, result, item), finding.error or finding.missed)


def not_measured(
    request: Request, item: Construction, mode: str, device: str, error: NeurioGenError
) -> Outcome:
    """The outcome of a benchmark that was not run, or not to its end."""
    reached = item.reached if isinstance(item, Failed) else item
    return Outcome(_unmeasured(request, Failed(reached, error), mode, device), error)


def _unmeasured(request: Request, item: Construction, mode: str, device: str) -> Result:
    reached, error = (item.reached, item.error) if isinstance(item, Failed) else (item, None)
    result = Result(
        **_facts(request, reached),
        **_status(error),
        mode=mode,
        device=device,
        bit_exact_reason=NOTHING_RUN,
        vendor=vendor_record(reached),
    )
    return _of_engine(request, result, reached)


def _of_engine(request: Request, result: Result, reached: Subject) -> Result:
    """The result with what the engine says of itself and of the image."""
    engine = request.engine
    observed = engine.observed(reached.image) if isinstance(reached, Built) else {}
    return result.model_copy(update={**engine.facts(request.board), **observed})


class _Facts(TypedDict):
    benchmark: str
    board: str
    chart: ChartRecord
    engine: str
    model_sha256: str
    image_sha256: str | None
    weights: Weights
    origin: str
    model_facts: dict[str, float]
    clock_hz: int | None
    macs: int | None
    flash_bytes: int | None
    ram_bytes: int | None
    arena_bytes: int | None
    arena_lower_bound: int | None
    state_bytes: int | None
    ram_constant_bytes: int | None
    ram_code_bytes: int | None
    places: dict[str, str]
    arithmetic: Arithmetic | None


def _facts(request: Request, reached: Subject) -> _Facts:
    """What is known of a benchmark before it runs."""
    program = reached.program if isinstance(reached, Compiled) else None
    built = reached if isinstance(reached, Built) else None
    return {
        "benchmark": reached.benchmark.id,
        "board": request.board.id,
        "chart": _chart(reached.benchmark),
        "engine": request.engine.name,
        "model_sha256": reached.model.sha256,
        "image_sha256": built.image.sha256 if built else None,
        "weights": reached.model.weights.value,
        "origin": reached.model.origin,
        "model_facts": dict(reached.model.facts),
        "clock_hz": _clock(request.board),
        "macs": program.macs if program else reached.benchmark.macs,
        "flash_bytes": flash_bytes(built) if built else None,
        "ram_bytes": ram_bytes(built) if built else None,
        "arena_bytes": program.arena_bytes if program else None,
        "arena_lower_bound": program.arena_lower_bound if program else None,
        "state_bytes": program.state_bytes if program else None,
        "ram_constant_bytes": program.ram_constant_bytes if program else None,
        "ram_code_bytes": ram_code_bytes(built) if built else None,
        "places": places(request.board, built) if built else {},
        "arithmetic": program.arithmetic if program else None,
    }


def _chart(benchmark: Benchmark) -> ChartRecord:
    place = benchmark.facts.chart(benchmark.id.rpartition("/")[2])
    return ChartRecord(row=place.row, title=place.title, cell=place.cell)


def _clock(board: Board) -> int | None:
    return board.clock_hz if board.device == "serial" else None


class _How(TypedDict):
    status: Status
    error: str | None
    error_kind: str | None
    error_hint: str | None


def _status(error: NeurioGenError | None) -> _How:
    """How a benchmark ended, and why."""
    status: Status = "ok" if error is None else "failed"
    if isinstance(error, UnsupportedModelError):
        status = "unsupported"
    elif isinstance(error, DoesNotFitError):
        status = "does-not-fit"
    return {
        "status": status,
        "error": error.message if error else None,
        "error_kind": error.kind if error else None,
        "error_hint": error.hint if error else None,
    }
