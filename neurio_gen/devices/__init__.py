"""Devices: boards on serial ports, emulators and native processes, all behind one interface."""

from neurio_gen.devices.connecting import connect
from neurio_gen.devices.device import Device
from neurio_gen.devices.link import Link, LinkClosedError
from neurio_gen.devices.opening import load_device, open_device
from neurio_gen.devices.target import Target, device

__all__ = [
    "Device",
    "Link",
    "LinkClosedError",
    "Target",
    "connect",
    "device",
    "load_device",
    "open_device",
]
