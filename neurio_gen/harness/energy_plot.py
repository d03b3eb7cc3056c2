"""A picture of a power trace with the timed window marked."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from neurio_gen.devices.power import Trace
from neurio_gen.errors import UsageError

_POINTS = 4000
_MARK = "tab:red"


def plot_trace(trace: Trace, title: str, path: Path) -> Path:
    """Draws power over time into `path`, whose suffix names the format; returns it.

    Long traces are averaged to some thousand points. Raises UsageError where matplotlib is missing.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise UsageError(
            "Plots need matplotlib, which is not installed.", hint="pip install neurio-gen[plots]"
        ) from error
    together = max(1, len(trace.joules) // _POINTS)
    whole = len(trace.joules) // together * together
    watts = trace.joules[:whole].reshape(-1, together).mean(axis=1) * trace.rate_hz
    seconds = (np.arange(len(watts)) + 0.5) * together / trace.rate_hz
    start, end = (edge / trace.rate_hz for edge in trace.window())

    figure = Figure(figsize=(9, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(seconds, 1e3 * watts, linewidth=0.8)
    axes.axvspan(start, end, color=_MARK, alpha=0.12, label="timed window")
    for edge in (start, end):
        axes.axvline(edge, color=_MARK, linewidth=1)
    axes.set(xlabel="seconds", ylabel="milliwatts", title=title)
    axes.set_ylim(bottom=0)
    axes.legend(loc="lower right")
    axes.grid(visible=True, alpha=0.3)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
    return path
