"""What UARTs and timers ask of a chip's clock tree, whichever series it is of."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction

from neurio_gen.emulator.peripheral import Peripheral


class ClockTree(Peripheral):
    """Reset and clock control: each series has its own."""

    @abstractmethod
    def frequency(self, clock: str) -> Fraction:
        """A clock by its name in the reference manual, Hz; 0 where it is off."""

    @abstractmethod
    def timer_frequency(self, bus: str) -> Fraction:
        """The clock of the timers on the bus clock of that name, Hz."""
