"""Profiles of a report: the cost of each layer of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from neurio_gen.report.data_table import Cell, DataTable, number, table, words
from neurio_gen.report.series import Series
from neurio_gen.results import Result
from neurio_gen.results.profile_record import CyclesRecord, LayerRecord, ProfileRecord, SpanRecord

_OVERHEAD = "between the layers"
_CAUSES = {
    "execute": ("core",),
    "branches": ("branches", "starved"),
    "wait for code": ("code_waits",),
    "wait for constants": ("data_waits",),
}
"""What estimated cycles are spent on. Fetches that starve behind a branch count as its."""


@dataclass(frozen=True)
class ProfileSection:
    """A model's layers on a board.

    `bars` are amounts of `unit` by what they are spent on, each with one number a label. `arena` is
    what lies where in the arena, and when.
    """

    title: str
    unit: str
    table: DataTable
    labels: tuple[str, ...]
    bars: Mapping[str, Sequence[float]]
    arena: tuple[SpanRecord, ...]


def profile_sections(series: Sequence[Series]) -> tuple[ProfileSection, ...]:
    """The profiles that the runs hold, one per model and series."""
    return tuple(
        _section(each, result, result.profile)
        for each in series
        for result in each.results("profile")
        if result.profile is not None
    )


def _section(series: Series, result: Result, profile: ProfileRecord) -> ProfileSection:
    estimated = profile.estimated_cycles is not None
    fallbacks = any(layer.objection for layer in profile.layers)
    columns = ["layer", "operator", "kernel", *(["why not a better one"] if fallbacks else [])]
    columns += ["MACs", profile.unit, "share", "per MAC"]
    columns += ["cycles, estimate", *_CAUSES] if estimated else []
    columns += ["weights", "activations", "name"]
    rows = [_row(layer, estimated, fallbacks) for layer in profile.layers]
    rows.append(_overhead(profile, estimated, fallbacks))
    random = ", random weights" if result.weights == "random" else ""
    title = f"{result.benchmark.rpartition('/')[2]} on {series.label}{random}"
    note = (
        f"Together {profile.total:,} {profile.unit}. {_sentence(profile.timing)} "
        "Weights and activations in bytes."
    )
    labels = [f"{layer.index} {layer.operator.lower()}" for layer in profile.layers]
    unit, bars = _bars(profile)
    return ProfileSection(
        title, unit, table(title, columns, rows, note), (*labels, _OVERHEAD), bars, profile.arena
    )


def _bars(profile: ProfileRecord) -> tuple[str, Mapping[str, Sequence[float]]]:
    """Estimated cycles by cause where they are known, else what was counted; layer by layer."""
    whole = profile.estimated_cycles
    cycles = [layer.estimated_cycles for layer in profile.layers]
    known = [each for each in cycles if each is not None]
    if whole is None or len(known) < len(cycles):
        counts = [float(layer.count) for layer in profile.layers]
        return profile.unit, {"layers": [*counts, float(profile.overhead)]}
    bars = {}
    for cause in _CAUSES:
        spent = [_spent(each, cause) for each in known]
        bars[cause] = [*spent, max(0.0, _spent(whole, cause) - sum(spent))]
    return "estimated cycles", bars


def _spent(cycles: CyclesRecord, cause: str) -> float:
    return float(sum(getattr(cycles, name) for name in _CAUSES[cause]))


def _row(layer: LayerRecord, estimated: bool, fallbacks: bool) -> list[Cell]:
    cycles = layer.estimated_cycles
    spent = [None if cycles is None else _spent(cycles, cause) for cause in _CAUSES]
    kernel = layer.kernel.rpartition("::")[2]
    return [
        Cell(str(layer.index), float(layer.index)),
        words(layer.operator.lower()),
        words(kernel, "bad" if layer.objection else ""),
        *([words(_reason(layer))] if fallbacks else []),
        number(layer.macs),
        number(layer.count),
        number(100 * layer.share, ".1f", " %"),
        number(layer.per_mac, ".2f"),
        *([number(cycles.total if cycles else None), *map(number, spent)] if estimated else []),
        number(layer.constant_bytes),
        number(layer.activation_bytes),
        words(_first(layer.name)),
    ]


def _reason(layer: LayerRecord) -> str:
    """Why a layer does not run on a kernel of a better instruction set."""
    if layer.objection is None:
        return "–"
    return layer.objection.partition(", as ")[2] or layer.objection


def _overhead(profile: ProfileRecord, estimated: bool, fallbacks: bool) -> list[Cell]:
    share = 100 * profile.overhead / profile.total if profile.total else None
    return [
        Cell("–", None),
        words(_OVERHEAD),
        words("–"),
        *([words("–")] if fallbacks else []),
        number(None),
        number(profile.overhead),
        number(share, ".1f", " %"),
        *[number(None)] * (3 + (1 + len(_CAUSES) if estimated else 0)),
        words("–"),
    ]


def _first(name: str) -> str:
    """The first of the names that a converter has joined where it has fused operators."""
    return name.partition(";")[0]


def _sentence(text: str) -> str:
    stripped = text.strip().rstrip(".")
    return f"{stripped[:1].upper()}{stripped[1:]}." if stripped else ""
