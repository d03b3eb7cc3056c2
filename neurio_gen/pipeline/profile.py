"""Profiles: one inference of each benchmark, taken apart by layers, on whatever runs it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any

from neurio_gen.benchmarks import Benchmark
from neurio_gen.build import BuiltImage
from neurio_gen.devices import Device, connect, open_device
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.emulator.wiring import emulated_boards
from neurio_gen.errors import MismatchError, NeurioGenError
from neurio_gen.harness.inference import Subject
from neurio_gen.harness.samples import samples
from neurio_gen.pipeline.claim import claimed
from neurio_gen.pipeline.construct import Construction, construct
from neurio_gen.pipeline.modes import Flash
from neurio_gen.pipeline.oracles import oracle_of
from neurio_gen.pipeline.outcome import NOTHING_RUN, facts_of, status_of
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.profiling.emulated import profile_emulated
from neurio_gen.profiling.hooks import profile_by_hooks
from neurio_gen.profiling.layers import Cost, LayerCost, ModelProfile, Unit
from neurio_gen.profiling.qemu import DebuggedQemu, profile_qemu
from neurio_gen.profiling.timing.estimate import latency_us
from neurio_gen.results import Result
from neurio_gen.results.profile_record import CyclesRecord, LayerRecord, ProfileRecord
from neurio_gen.results.words import TimeBase

STEPS = 3
"""Steps of a report that a benchmark takes: compiled, built, run."""


@dataclass(frozen=True, eq=False)
class Profiled:
    """A benchmark's profile, or the error that stands in its place."""

    construction: Construction
    device: str
    profile: ModelProfile | None = None
    error: NeurioGenError | None = None

    @property
    def benchmark(self) -> Benchmark:
        """The benchmark."""
        return self.construction.subject.benchmark


def needs_hooks(request: Request) -> bool:
    """Whether layers can be told apart only by hooks in the firmware."""
    return request.engine.needs_hooks or request.board.device in ("serial", "native")


def profile_all(
    request: Request, flash: Flash | None, report: Report
) -> Generator[Profiled, None, None]:
    """Profile one benchmark after the other. What cannot be profiled carries its error.

    Boards and this computer run firmware with hooks around the layers, built apart from the rest
    below `profile/` of the output; emulators run the firmware that is measured, unchanged.
    """
    hooks = needs_hooks(request)
    own = replace(request, output=request.output / "profile") if hooks else request
    mode: Any = "profile" if hooks else "performance"
    with claimed(own.output, report):
        constructions = construct(
            own, prepare(own, report, layer_hooks=hooks, compared=True), report, mode
        )
    for item in constructions:
        yield _profile(own, item, flash, report)
        report.done()


def _profile(request: Request, item: Construction, flash: Flash | None, report: Report) -> Profiled:
    kind = _device_kind(request)
    if item.image is None:
        return Profiled(item, kind, error=item.error)
    report.stage("profile", item.subject.benchmark.name)
    try:
        if flash is not None:
            flash(item.image)
        with _open(request, item.image) as device:
            return _run(request, item, device, report)
    except NeurioGenError as error:
        return Profiled(item, kind, error=error)


def _device_kind(request: Request) -> str:
    board = request.board
    return "emulated" if board.device == "qemu" and board.id in emulated_boards() else board.device


def _open(request: Request, image: BuiltImage) -> Device:
    """The device that can tell most: the emulator that knows blocks, where it has the core."""
    board = request.board
    log = request.log_dir / f"{image.name}.profile.uart.log"
    if _device_kind(request) == "emulated":
        return EmulatedDevice(board.emulated(), image.elf, log=log)
    if board.device == "qemu":
        return DebuggedQemu(board, image.elf, log)
    return open_device(board, image.elf, port=request.port, baud=request.baud, log=log)


def _run(request: Request, item: Construction, device: Device, report: Report) -> Profiled:
    model = item.subject.image_model
    session = connect(device, report.note)
    session.select(model.id)
    oracle = oracle_of(request, item, 1)
    subject = Subject(session, model, oracle, item.subject.benchmark.tolerance)
    (sample,) = samples(oracle.inputs, 1, request.seed)
    subject.load(sample)
    if needs_hooks(request):
        profile = profile_by_hooks(request.board, session, model.program)
    elif isinstance(device, EmulatedDevice):
        profile = profile_emulated(device, session, model.id, model.program)
    else:
        assert isinstance(device, DebuggedQemu)
        profile = profile_qemu(device, session, model.id, model.program)
    mismatch = subject.compare_alone(sample)
    error = None
    if mismatch is not None:
        error = MismatchError(
            f"{item.subject.benchmark.id} differs from the oracle when profiled: {mismatch}.",
            hint="The profile is worth nothing. Does `neurio-gen verify` find a difference, too?",
        )
    return Profiled(item, _device_kind(request), profile, error)


def profile_result(request: Request, item: Profiled) -> Result:
    """A result of mode `profile`."""
    facts = facts_of(request, item.construction, "profile")
    facts["device"] = item.device
    found = item.profile
    if found is None:
        return Result(**facts, **status_of(item.error), bit_exact_reason=NOTHING_RUN)
    counted = found.unit is Unit.INSTRUCTIONS
    bases: dict[str, TimeBase] = {"serial": "silicon", "native": "host-clock"}
    return Result(
        **facts,
        **status_of(item.error),
        time_base=bases.get(item.device, "instruction-count"),
        instructions=found.total if counted else None,
        bit_exact=item.error is None,
        samples=1,
        profile=profile_record(found),
        **_estimates(found, request.board.clock_hz),
    )


def _estimates(profile: ModelProfile, clock_hz: int | None) -> dict[str, Any]:
    estimate, band = profile.estimate, profile.band
    if estimate is None:
        return {}
    return {
        "estimated_cycles": estimate.total,
        "estimated_latency_us": latency_us(estimate.total, clock_hz),
        "estimate_band_percent": band and (band.low, band.high),
        "flash_banks": profile.flash_banks,
    }


def profile_record(profile: ModelProfile) -> ProfileRecord:
    """A profile as the JSON contract has it."""
    functions = profile.functions
    return ProfileRecord(
        unit=profile.unit.value,
        total=profile.total,
        overhead=profile.overhead.count,
        timing=profile.timing,
        estimated_cycles=_cycles(Cost(0, profile.estimate)),
        layers=tuple(_layer(profile, each) for each in profile.layers),
        functions=None if functions is None else {n: c.count for n, c in functions.items()},
    )


def _layer(profile: ModelProfile, each: LayerCost) -> LayerRecord:
    layer = each.layer
    return LayerRecord(
        index=layer.index,
        name=layer.name,
        operator=layer.operator,
        kernel=layer.kernel,
        macs=layer.macs,
        executed_macs=layer.executed_macs,
        count=each.cost.count,
        share=each.cost.count / profile.total,
        per_mac=each.per_mac,
        constant_bytes=layer.constant_bytes,
        activation_bytes=layer.activation_bytes,
        estimated_cycles=_cycles(each.cost),
    )


def _cycles(cost: Cost) -> CyclesRecord | None:
    found = cost.estimate
    if found is None:
        return None
    return CyclesRecord(
        total=found.total,
        core=found.core,
        starved=found.starved,
        branches=found.branches,
        code_waits=found.code_waits,
        data_waits=found.data_waits,
    )
