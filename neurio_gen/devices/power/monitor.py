"""What every power monitor can do."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypeVar

from neurio_gen.closing import Closing
from neurio_gen.devices.power.trace import Trace

M = TypeVar("M", bound="PowerMonitor")


class PowerMonitor(Closing):
    """Measures a board's energy, and its sync pin with it. A context manager.

    All methods raise DeviceError where the monitor cannot be reached, ProtocolError where it
    answers wrongly, DeviceTimeoutError where it falls silent.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """What results call it, with its version where it tells."""

    @property
    @abstractmethod
    def volts(self) -> float | None:
        """The supply voltage that it sets; None where another source supplies the board."""

    @abstractmethod
    def open(self) -> None:
        """Reaches the monitor and sets it up."""

    @abstractmethod
    def close(self) -> None:
        """Switches the board off where the monitor can, and lets it go. May be called twice."""

    @abstractmethod
    def power_on(self) -> None:
        """Supplies the board; nothing where another source does."""

    @abstractmethod
    def start(self) -> None:
        """Begins a trace."""

    @abstractmethod
    def stop(self) -> Trace:
        """Ends the trace; what it holds. Raises ProtocolError where samples were lost."""

    def __enter__(self: M) -> M:
        try:
            self.open()
        except BaseException:
            self.close()
            raise
        return self
