"""The one number that a result is about, by mode, and the others that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from neurio_gen.results.schema import QualityRecord, Result


class Metric(str, Enum):
    """What two results are compared by."""

    MAIN = "main"
    """Instructions or time in performance, profile and streaming, Top-1 or AUC in accuracy,
    energy."""
    FLASH = "flash"
    RAM = "ram"
    ARENA = "arena"


@dataclass(frozen=True)
class Measure:
    """A value with its unit. Measures of different units are never compared."""

    value: float
    unit: str
    higher_is_better: bool = False


def measure_of(result: Result, metric: Metric = Metric.MAIN) -> Measure | None:
    """What `result` has found; None where it failed or has no such value."""
    if metric is Metric.FLASH:
        return _bytes(result.flash_bytes)
    if metric is Metric.RAM:
        return _bytes(result.ram_bytes)
    if metric is Metric.ARENA:
        return _bytes(result.arena_bytes)
    return _main(result) if result.status == "ok" or result.mode == "accuracy" else None


def _bytes(value: int | None) -> Measure | None:
    return None if value is None else Measure(value, "bytes")


def _main(result: Result) -> Measure | None:
    if result.quality is not None and result.streaming is None:
        return _accuracy(result.quality)
    if result.energy is not None:
        return Measure(result.energy.microjoules, "uJ")
    if result.profile is not None:
        return Measure(result.profile.total, result.profile.unit)
    if result.instructions is not None:
        return Measure(result.instructions, "instructions")
    return _time(result)


def _time(result: Result) -> Measure | None:
    if result.streaming is not None and result.streaming.busy_us is not None:
        return Measure(result.streaming.busy_us, "us")
    if result.latency_us is not None:
        unit = "us of a host" if result.time_base == "host-clock" else "us"
        return Measure(result.latency_us, unit)
    return None


def _accuracy(quality: QualityRecord) -> Measure | None:
    if quality.top1 is not None:
        return Measure(100 * quality.top1, "% Top-1", higher_is_better=True)
    if quality.auc is not None:
        return Measure(quality.auc, "AUC", higher_is_better=True)
    return None
