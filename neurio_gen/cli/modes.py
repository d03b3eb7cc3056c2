"""From options to what is measured."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from neurio_gen.build import Mode as BuildMode
from neurio_gen.errors import UsageError
from neurio_gen.pipeline.modes import MeasuringMode, PerformanceMode


class ModeName(str, Enum):
    """The modes of the benchmark's rules."""

    PERFORMANCE = "performance"
    ACCURACY = "accuracy"
    ENERGY = "energy"


def build_mode(name: ModeName) -> BuildMode:
    """The firmware that a mode needs: accuracy and performance take the same."""
    return "energy" if name is ModeName.ENERGY else "performance"


def make_mode(
    name: ModeName,
    *,
    dataset: Path | None,
    resume: bool,
    power_monitor: str | None,
    interface: str | None,
    volts: float | None,
) -> MeasuringMode:
    """The mode that options state. Raises UsageError for options that belong to another mode."""
    _refuse_others(name, ModeName.ACCURACY, {"--dataset": dataset})
    energy = {"--power-monitor": power_monitor, "--interface": interface, "--volts": volts}
    _refuse_others(name, ModeName.ENERGY, energy)
    if name is ModeName.ACCURACY:
        from neurio_gen.pipeline.accuracy import AccuracyMode

        return AccuracyMode(dataset, resume)
    if name is ModeName.ENERGY:
        from neurio_gen.pipeline.energy import EnergyMode

        return EnergyMode(power_monitor, interface, volts)
    return PerformanceMode()


def _refuse_others(name: ModeName, owner: ModeName, options: Mapping[str, object]) -> None:
    given = [option for option, value in options.items() if value]
    if given and name is not owner:
        raise UsageError(
            f"{given[0]} has no meaning in mode {name.value}.", hint=f"Add --mode {owner.value}."
        )
