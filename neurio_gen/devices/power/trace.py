"""Energy over time, with the edges of the sync pin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.errors import DeviceError

Joules = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Trace:
    """What a monitor recorded: `joules[i]` is the energy of the i-th interval of 1 / `rate_hz` s.

    `edges` are falling edges of the sync pin, in intervals since the start, ascending.
    """

    rate_hz: float
    joules: Joules
    edges: tuple[float, ...]

    def window(self) -> tuple[float, float]:
        """The timed part: between the last two edges, as a board may pulse earlier, at its start.

        Raises DeviceError where there are fewer.
        """
        if len(self.edges) < 2:
            raise DeviceError(
                f"The power monitor saw {len(self.edges)} edges of the sync pin instead of two.",
                hint="Wire the board's sync pin to the monitor's trigger input, and use an image "
                "that was built for energy mode.",
            )
        start, end = self.edges[-2:]
        return start, end

    @property
    def window_seconds(self) -> float:
        """Length of the timed part."""
        start, end = self.window()
        return (end - start) / self.rate_hz

    @property
    def window_joules(self) -> float:
        """Energy of the timed part. Intervals that an edge cuts count for the part within."""
        start, end = self.window()
        passed = np.concatenate([[0.0], np.cumsum(self.joules, dtype=np.float64)])
        edges = np.interp([start, end], np.arange(len(passed)), passed)
        return float(edges[1] - edges[0])
