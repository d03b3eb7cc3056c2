"""Power monitors: what supplies a board and measures its energy, all behind one interface."""

from neurio_gen.devices.power.monitor import PowerMonitor
from neurio_gen.devices.power.opening import make_monitor
from neurio_gen.devices.power.trace import Trace

__all__ = ["PowerMonitor", "Trace", "make_monitor"]
