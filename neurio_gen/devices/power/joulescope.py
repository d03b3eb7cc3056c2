"""A Joulescope, through its own Python package."""

from __future__ import annotations

import importlib
import threading
import time
from typing import Any

import numpy as np

from neurio_gen.devices.power.monitor import PowerMonitor
from neurio_gen.devices.power.trace import Joules, Trace
from neurio_gen.errors import DeviceError, DeviceTimeoutError, ProtocolError, UsageError

RATE_HZ = 1000
"""Intervals per second that a trace holds; edges keep the instrument's resolution."""
SAMPLING_HZ = 1_000_000
"""The pulse of the sync pin lasts a microsecond: slower sampling would miss it."""

_START_SECONDS = 5.0
_POLL_SECONDS = 0.01


class Joulescope(PowerMonitor):
    """The instrument between supply and board, the sync pin on its input 0."""

    def __init__(self, name: str | None = None) -> None:
        """`name` tells instruments apart; None takes the only one that is connected."""
        self._name = name
        self._device: Any = None
        self._collector: Collector | None = None

    @property
    def name(self) -> str:
        """What the instrument calls itself."""
        return "Joulescope" if self._device is None else str(self._device)

    @property
    def volts(self) -> None:
        """Another source supplies the board."""
        return

    def open(self) -> None:
        """Finds the instrument and sets it up."""
        try:
            package = importlib.import_module("joulescope")
        except ImportError as error:
            raise UsageError(
                "The package joulescope is not installed.", hint="pip install neurio-gen[energy]"
            ) from error
        try:
            device = package.scan_require_one(name=self._name, config="auto")
            device.open()
            self._device = device
            device.parameter_set("sampling_frequency", SAMPLING_HZ)
            device.parameter_set("io_voltage", "3.3V")
            device.parameter_set("current_lsb", "gpi0")
        except Exception as error:
            raise DeviceError(
                f"The Joulescope cannot be used: {error}.",
                hint="Connect exactly one, close the Joulescope UI, and mind its udev rules.",
            ) from error

    def power_on(self) -> None:
        """The board's own supply does that."""

    def start(self) -> None:
        """Begins a trace and waits for its first samples."""
        self._collector = collector = Collector(SAMPLING_HZ)
        self._opened().stream_process_register(collector)
        self._opened().start()
        end = time.monotonic() + _START_SECONDS
        while not collector.begun.wait(_POLL_SECONDS):
            if time.monotonic() > end:
                raise DeviceTimeoutError(
                    f"Waited {_START_SECONDS:g} s for the Joulescope's first samples; none came."
                )

    def stop(self) -> Trace:
        """Ends the trace."""
        device, collector = self._opened(), self._collector
        if collector is None:
            raise ProtocolError("The Joulescope is not recording.")
        device.stop()
        device.stream_process_unregister(collector)
        self._collector = None
        return collector.trace()

    def close(self) -> None:
        """Lets the instrument go."""
        device, self._device, self._collector = self._device, None, None
        if device is not None:
            device.stop()
            device.close()

    def _opened(self) -> Any:
        if self._device is None:
            raise ProtocolError("The Joulescope is not open.")
        return self._device


class Collector:
    """Turns the instrument's samples into energy an interval, and finds edges, as they come.

    Its methods are those that the package calls on a stream's process, on a thread of its own.
    """

    def __init__(self, sampling_hz: int) -> None:
        self.begun = threading.Event()
        """Set when the first samples have come."""
        self._hz = sampling_hz
        self._interval = sampling_hz // RATE_HZ
        self._next: int | None = None
        self._rest: Joules = np.zeros(0)
        self._joules: list[Joules] = []
        self._edges: list[float] = []
        self._taken = 0
        self._level = 1
        self._lost = 0

    def stream_notify(self, stream_buffer: Any) -> bool:
        """Takes what is new in the buffer. False: the stream goes on."""
        start, end = stream_buffer.sample_id_range
        if start is None or end is None or end <= start:
            return False
        first = start if self._next is None else self._next
        if start > first:
            self._lost += start - first
            first = start
        if end > first:
            signals = stream_buffer.samples_get(first, end, fields=["power", "current_lsb"])
            self._take(signals["signals"])
            self._next = end
            self.begun.set()
        return False

    def trace(self) -> Trace:
        """What was collected. Raises ProtocolError where samples are missing."""
        if self._lost:
            raise ProtocolError(
                f"The Joulescope lost {self._lost:,} samples.",
                hint="Plug it into a port of its own, and leave the computer alone meanwhile.",
            )
        joules = np.concatenate(self._joules) if self._joules else np.zeros(0)
        return Trace(RATE_HZ, joules, tuple(self._edges))

    def _take(self, signals: dict[str, Any]) -> None:
        power = np.asarray(signals["power"]["value"], np.float64)
        levels = np.asarray(signals["current_lsb"]["value"]).astype(np.int8)
        self._lost += int(np.count_nonzero(~np.isfinite(power)))
        falling = np.flatnonzero(np.diff(np.concatenate([[self._level], levels])) < 0)
        self._edges += [float((self._taken + at) / self._interval) for at in falling]
        self._level = int(levels[-1])
        self._taken += len(power)
        samples = np.concatenate([self._rest, power])
        whole = len(samples) // self._interval * self._interval
        self._rest = samples[whole:]
        watts = samples[:whole].reshape(-1, self._interval)
        self._joules.append(watts.sum(axis=1) / self._hz)
