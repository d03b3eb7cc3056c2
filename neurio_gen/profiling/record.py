"""A profile as the JSON contract has it."""

from __future__ import annotations

from dataclasses import asdict

from neurio_gen.profiling.layers import Cost, LayerCost, ModelProfile
from neurio_gen.results.profile_record import (
    CyclesRecord,
    LayerRecord,
    OptionRecord,
    ProfileRecord,
    SpanRecord,
)


def profile_record(profile: ModelProfile) -> ProfileRecord:
    """The record of a profile."""
    functions = profile.functions
    return ProfileRecord(
        unit=profile.unit.value,
        total=profile.total,
        overhead=profile.overhead.count,
        timing=profile.timing,
        estimated_cycles=_cycles(Cost(0, profile.estimate)),
        layers=tuple(_layer(profile, each) for each in profile.layers),
        functions=None if functions is None else {n: c.count for n, c in functions.items()},
        arena=tuple(SpanRecord(**asdict(span)) for span in profile.program.arena_map),
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
        constants_in_ram=layer.constants_in_ram,
        options=tuple(OptionRecord(**asdict(option)) for option in layer.options),
        objection=layer.objection,
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
