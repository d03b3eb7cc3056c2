"""From `KIND[:PORT]` to a power monitor."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.devices.power.joulescope import Joulescope
from neurio_gen.devices.power.lpm01a import DEFAULT_VOLTS, Lpm01a
from neurio_gen.devices.power.monitor import PowerMonitor
from neurio_gen.errors import UsageError


def make_monitor(spec: str, volts: float | None = None, log: Path | None = None) -> PowerMonitor:
    """The monitor that `spec` names: `lpm01a:PORT`, `joulescope` or `joulescope:NAME`.

    It is not reached yet. `log` is the file of a serial monitor's transcript. Raises UsageError.
    """
    kind, _, place = spec.partition(":")
    if kind == "lpm01a" and place:
        return Lpm01a(place, volts or DEFAULT_VOLTS, log)
    if kind == "joulescope":
        if volts is not None:
            raise UsageError(
                "A Joulescope measures the voltage; it does not set it.", hint="Drop --volts."
            )
        return Joulescope(place or None)
    raise UsageError(
        f"No power monitor is called {spec!r}.",
        hint="Name lpm01a:PORT, such as lpm01a:/dev/ttyACM1, or joulescope.",
    )
