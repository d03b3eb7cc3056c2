"""One inference, taken apart and compared: what profiles and estimates are made of."""

from __future__ import annotations

from collections.abc import Callable

from neurio_gen.harness.comparison import Mismatch
from neurio_gen.harness.inference import RunningModel
from neurio_gen.harness.samples import Sample
from neurio_gen.pipeline.mode import Found
from neurio_gen.profiling.layers import ModelProfile
from neurio_gen.profiling.timing.estimate import latency_us


def take_apart(
    running: RunningModel, sample: Sample, take: Callable[[], ModelProfile]
) -> tuple[ModelProfile, Mismatch | None]:
    """The profile that `take` makes of inferences of `sample`, and the first wrong output.

    A model that keeps state begins anew, so that the profile depends on the sample alone. Raises
    what `take` and the session raise.
    """
    running.reset()
    running.load(sample)
    return take(), running.compare_alone(sample)


def estimates(profile: ModelProfile, clock_hz: int | None) -> Found:
    """The fields of a result that a profile estimates; none where its core has no timing model."""
    estimate, band = profile.estimate, profile.band
    if estimate is None:
        return {}
    return {
        "estimated_cycles": estimate.total,
        "estimated_latency_us": latency_us(estimate.total, clock_hz),
        "estimate_band_percent": (band.low, band.high) if band else None,
        "flash_banks": profile.flash_banks,
    }
