"""Estimates of a core's timing, as people read them: with their clock, and how good they are."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, log10

from neurio_gen.results.schema import Result

_BANKS = {1: "one bank (128-bit reads)", 2: "two banks (64-bit reads)"}


def estimated_megahertz(result: Result) -> float | None:
    """The clock in MHz that an estimated latency is for; None without such a latency."""
    cycles, microseconds = result.estimated_cycles, result.estimated_latency_us
    return round(cycles / microseconds, 6) if cycles and microseconds else None


def estimated_per_second(result: Result) -> float | None:
    """Estimated inferences per second; None without an estimated latency."""
    return 1e6 / result.estimated_latency_us if result.estimated_latency_us else None


def estimates_note(results: Iterable[Result]) -> str | None:
    """What must be said where estimated times of these results are shown; None without any."""
    estimated = [result for result in results if result.estimated_latency_us]
    clocks = sorted({f"{estimated_megahertz(result):g}" for result in estimated})
    if not clocks:
        return None
    says = dict.fromkeys(quality(result) for result in estimated)
    return " ".join(
        (f"est.: estimated cycles at {' or '.join(clocks)} MHz, no measurement.", *says)
    )


def quality(result: Result) -> str:
    """How good the estimate of a result is, a sentence."""
    band = result.estimate_band_percent
    if band is None:
        integer = result.arithmetic in (None, "integer")
        what = "this board" if integer else "a float32 model"
        return f"The estimate is rough: none of {what} was compared with silicon."
    return f"Estimates have been {band[0]:+g} to {band[1]:+g} % of published measurements."


def bank_mode(result: Result) -> str | None:
    """The bank mode of the flash that an estimate is for; None where there is no choice."""
    return _BANKS.get(result.flash_banks or 0)


def three_digits(value: float) -> str:
    """A value as exact as an estimate can be: `4.49`, `32.9`, `353`, `12,345`."""
    decimals = 2 - floor(log10(value)) if value > 0 else 0
    return f"{value:,.{max(decimals, 0)}f}"
