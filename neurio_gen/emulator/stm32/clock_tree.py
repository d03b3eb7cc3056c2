"""What all clock trees of the STM32 share, and what UARTs and timers ask of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Peripheral, Register
from neurio_gen.emulator.soc import Gate

# What the values of HPRE and PPRE divide by.
HPRE_DIVIDERS = (1,) * 8 + (2, 4, 8, 16, 64, 128, 256, 512)
PPRE_DIVIDERS = (1,) * 4 + (2, 4, 8, 16)


@dataclass(frozen=True)
class Field:
    """`width` bits of a register, the lowest of which is `low`."""

    register: str
    low: int
    width: int


class ClockTree(Peripheral):
    """Reset and clock control: each series has its own oscillators, and fields of its own.

    Every series has clock gates in registers called ...ENR..., and resets at the same bits of
    registers called ...RSTR...
    """

    SOURCES: ClassVar[tuple[str, ...]]
    """What can drive the system clock, in the order of the switch's values."""
    SWITCH: ClassVar[Field]
    HPRE: ClassVar[Field]
    PPRE: ClassVar[Mapping[str, Field]]
    """The prescalers of the APBs, by the names of their clocks."""

    @abstractmethod
    def _source_hz(self, source: str) -> Fraction:
        """What an oscillator or PLL has where it runs, Hz."""

    @abstractmethod
    def _is_ready(self, source: str) -> bool:
        """Whether it runs, and has settled."""

    @property
    def source(self) -> str:
        """What drives the system clock."""
        return self.SOURCES[self._field(self.SWITCH)]

    @property
    def sysclk(self) -> Fraction:
        """The system clock, Hz."""
        return self._source_hz(self.source)

    @property
    def hclk(self) -> Fraction:
        """The clock of the AHBs, and on most series of the core, Hz."""
        return self.sysclk / HPRE_DIVIDERS[self._field(self.HPRE)]

    def frequency(self, clock: str) -> Fraction:
        """A clock by its name in the reference manual, Hz; 0 where it is off."""
        if clock in self.PPRE:
            return self.hclk / self._apb_divider(clock)
        if clock == "SYSCLK":
            return self.sysclk
        if clock == "HCLK":
            return self.hclk
        return self._source_hz(clock) if self._is_ready(clock) else Fraction(0)

    def timer_frequency(self, bus: str) -> Fraction:
        """The clock of the timers on `PCLK1` or `PCLK2`, Hz: doubled where that is divided."""
        return self.frequency(bus) * (2 if self._apb_divider(bus) > 1 else 1)

    def hse_start_up(self, bypassed: bool) -> str:
        """How the board's HSE starts: `HSE`, a crystal, or `HSE bypass`, a clock from outside.

        Raises Violation where the board has no such source.
        """
        if not self._source_hz("HSE"):
            lacks = "gets no clock" if bypassed else "has no crystal"
            raise Violation(
                f"starts HSE, for which {self.system.wiring.board} {lacks}",
                hint=f"Start it {'without' if bypassed else 'with'} HSEBYP.",
            )
        return "HSE bypass" if bypassed else "HSE"

    def _field(self, field: Field) -> int:
        return self.bits(field.register, field.low, field.width)

    def _apb_divider(self, clock: str) -> int:
        return PPRE_DIVIDERS[self._field(self.PPRE[clock])]

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
