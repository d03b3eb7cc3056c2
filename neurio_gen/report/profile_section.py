"""Profiles of a report: the cost of each layer of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neurio_gen.report.data_table import Cell, DataTable, number, table, words
from neurio_gen.report.series import Series
from neurio_gen.results import Result
from neurio_gen.results.profile_record import LayerRecord, ProfileRecord

_OVERHEAD = "between the layers"


@dataclass(frozen=True)
class ProfileSection:
    """A model's layers on a board. `bars` are counts in `unit`, by the layers' labels."""

    title: str
    unit: str
    table: DataTable
    bars: tuple[tuple[str, float], ...]


def profile_sections(series: Sequence[Series]) -> tuple[ProfileSection, ...]:
    """The profiles that the runs hold, one a model and series."""
    return tuple(
        _section(each, result, result.profile)
        for each in series
        for result in each.results("profile")
        if result.profile is not None
    )


def _section(series: Series, result: Result, profile: ProfileRecord) -> ProfileSection:
    estimated = profile.estimated_cycles is not None
    columns = ["layer", "operator", "kernel", "MACs", profile.unit, "share", "per MAC"]
    columns += ["weights", "activations", *(["cycles, estimate"] if estimated else []), "name"]
    rows = [_row(layer, estimated) for layer in profile.layers]
    rows.append(_overhead(profile, estimated))
    random = ", random weights" if result.weights == "random" else ""
    title = f"{result.benchmark.rpartition('/')[2]} on {series.label}{random}"
    note = (
        f"Together {profile.total:,} {profile.unit}. {_sentence(profile.timing)} "
        "Weights and activations in bytes."
    )
    bars = [
        (f"{layer.index} {layer.operator.lower()}", float(layer.count)) for layer in profile.layers
    ]
    return ProfileSection(
        title,
        profile.unit,
        table(title, columns, rows, note),
        (*bars, (_OVERHEAD, float(profile.overhead))),
    )


def _row(layer: LayerRecord, estimated: bool) -> list[Cell]:
    cycles = layer.estimated_cycles.total if layer.estimated_cycles else None
    return [
        Cell(str(layer.index), float(layer.index)),
        words(layer.operator.lower()),
        words(layer.kernel.rpartition("::")[2]),
        number(layer.macs),
        number(layer.count),
        number(100 * layer.share, ".1f", " %"),
        number(layer.per_mac, ".2f"),
        number(layer.constant_bytes),
        number(layer.activation_bytes),
        *([number(cycles)] if estimated else []),
        words(_first(layer.name)),
    ]


def _overhead(profile: ProfileRecord, estimated: bool) -> list[Cell]:
    share = 100 * profile.overhead / profile.total if profile.total else None
    rest = 4 if estimated else 3
    return [
        Cell("–", None),
        words(_OVERHEAD),
        words("–"),
        number(None),
        number(profile.overhead),
        number(share, ".1f", " %"),
        *[number(None)] * rest,
        words("–"),
    ]


def _first(name: str) -> str:
    """The first of the names that a converter has joined where it has fused operators."""
    return name.partition(";")[0]


def _sentence(text: str) -> str:
    stripped = text.strip().rstrip(".")
    return f"{stripped[:1].upper()}{stripped[1:]}." if stripped else ""
