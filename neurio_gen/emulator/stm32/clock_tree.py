"""What all clock trees of the STM32 share, and what UARTs and timers ask of them."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction

from neurio_gen.emulator.peripheral import Peripheral, Register
from neurio_gen.emulator.soc import Gate


class ClockTree(Peripheral):
    """Reset and clock control: each series has its own.

    Every series has clock gates in registers called ...ENR..., and resets at the same bits of
    registers called ...RSTR...
    """

    @abstractmethod
    def frequency(self, clock: str) -> Fraction:
        """A clock by its name in the reference manual, Hz; 0 where it is off."""

    @abstractmethod
    def timer_frequency(self, bus: str) -> Fraction:
        """The clock of the timers on the bus clock of that name, Hz."""

    def gate_is_open(self, gate: Gate) -> bool:
        """Whether a peripheral's clock is on."""
        return bool(self.bits(gate.register, gate.bit))

    def gate_name(self, gate: Gate) -> str:
        """A gate's bit for messages."""
        return f"bit {gate.bit} of RCC_{gate.register}"

    def _write(self, register: Register, value: int) -> None:
        if "ENR" in register.name:
            self.system.timeline.settle()
        super()._write(register, value)
        if "RSTR" in register.name:
            self._reset_peripherals(register.name.replace("RSTR", "ENR"), value)

    def _reset_peripherals(self, gate: str, value: int) -> None:
        for peripheral in self.system.peripherals.values():
            its_gate = peripheral.instance.gate
            if its_gate and its_gate.register == gate and value >> its_gate.bit & 1:
                peripheral.reset()
