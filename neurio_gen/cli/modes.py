"""From options to what is measured. A mode is imported when it is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurio_gen.boards import Board
from neurio_gen.build import Mode as BuildMode
from neurio_gen.cli.groups import Measuring
from neurio_gen.cli.options import ModeName
from neurio_gen.errors import UsageError
from neurio_gen.pipeline.mode import Mode


def build_mode(name: ModeName, board: Board) -> BuildMode:
    """The firmware that a mode needs: accuracy and performance take the same.

    Raises UsageError for a board that has none of it.
    """
    if name is ModeName.STREAMING:
        from neurio_gen.pipeline.modes.streaming import check_receiver

        check_receiver(board)
        return "streaming"
    return "energy" if name is ModeName.ENERGY else "performance"


def make_mode(asked: Measuring) -> Mode[Any]:
    """The mode that options state. Raises UsageError for options that belong to another mode."""
    name = asked.mode
    energy = {"--power-monitor": asked.power_monitor, "--volts": asked.volts}
    _refuse_others(name, (ModeName.ENERGY,), energy)
    _refuse_others(name, (ModeName.ENERGY, ModeName.STREAMING), {"--interface": asked.interface})
    if name is ModeName.ACCURACY:
        from neurio_gen.pipeline.modes.accuracy import AccuracyMode

        return AccuracyMode(asked.dataset)
    if name is ModeName.ENERGY:
        from neurio_gen.pipeline.modes.energy import EnergyMode

        return EnergyMode(asked.power_monitor, asked.interface, asked.volts, asked.dataset)
    if name is ModeName.STREAMING:
        from neurio_gen.pipeline.modes.streaming import StreamingMode

        return StreamingMode(asked.dataset, asked.interface)
    from neurio_gen.pipeline.modes.performance import PerformanceMode

    return PerformanceMode(dataset=asked.dataset)


def _refuse_others(
    name: ModeName, owners: tuple[ModeName, ...], options: Mapping[str, object]
) -> None:
    given = [option for option, value in options.items() if value]
    if given and name not in owners:
        modes = " or ".join(f"--mode {owner.value}" for owner in owners)
        raise UsageError(f"{given[0]} is only valid with {modes}.", hint=f"Add {modes}.")
