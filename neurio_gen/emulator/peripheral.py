"""Peripherals: registers as data, behaviour as methods named after them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.soc import Instance

if TYPE_CHECKING:
    from neurio_gen.emulator.system import System

ALL_BITS = 0xFFFFFFFF


@dataclass(frozen=True)
class Register:
    """A 32-bit register.

    `writable` are the bits that firmware may change; a write that changes any other bit stops the
    run, unless it lies in `ignored`: bits that hardware sets or that have no effect here. `sizes`
    are the widths in bytes that it may be accessed with.
    """

    name: str
    offset: int
    reset: int = 0
    writable: int = 0
    ignored: int = 0
    sizes: tuple[int, ...] = (4,)


class Peripheral:
    """A peripheral of one chip.

    A subclass names its registers and has methods `_read_<register>()` and
    `_write_<register>(value)` for those that do more than keep their value.
    """

    REGISTERS: ClassVar[tuple[Register, ...]] = ()

    def __init__(self, instance: Instance, system: System) -> None:
        self.instance = instance
        self.name = instance.name
        self.system = system
        self.values: dict[str, int] = {}
        self._by_offset = {register.offset: register for register in self.registers()}
        self._readers: dict[str, Callable[[], int]] = {}
        self._writers: dict[str, Callable[[int], None]] = {}
        for register in self._by_offset.values():
            name = register.name.lower()
            if hasattr(self, f"_read_{name}"):
                self._readers[register.name] = getattr(self, f"_read_{name}")
            if hasattr(self, f"_write_{name}"):
                self._writers[register.name] = getattr(self, f"_write_{name}")
        self.reset()

    def registers(self) -> tuple[Register, ...]:
        """The registers of this instance."""
        return self.REGISTERS

    def reset(self) -> None:
        """Sets every register to its value after reset."""
        self.values = {register.name: register.reset for register in self._by_offset.values()}

    def connect(self) -> None:
        """Called once when all peripherals of the chip exist."""

    def next_event(self) -> int | None:
        """The core cycle at which it will next do something on its own, such as an interrupt."""
        return None

    def advance(self) -> None:
        """Called when the cycle of `next_event` was reached."""

    def bits(self, register: str, low: int, count: int = 1) -> int:
        """A field of a register's value."""
        return self.values[register] >> low & (1 << count) - 1

    def access(self, offset: int, size: int, value: int | None) -> int:
        """Reads (value None) or writes. Raises Violation for what the model does not cover."""
        register = self._by_offset.get(offset & ~3)
        if register is None:
            verb = "reads" if value is None else "writes"
            raise Violation(f"{verb} offset 0x{offset:x} of {self.name}, which is not modelled")
        if size not in register.sizes or offset % size:
            raise Violation(
                f"{self.name}_{register.name} is accessed by {size} bytes at offset 0x{offset:x}; "
                f"it takes {' or '.join(map(str, register.sizes))}"
            )
        shift = 8 * (offset & 3)
        if value is None:
            return self._read(register) >> shift & (1 << 8 * size) - 1
        if size != 4:
            field = (1 << 8 * size) - 1 << shift
            value = self._read(register) & ~field | value << shift & field
        self._write(register, value)
        return 0

    def _read(self, register: Register) -> int:
        reader = self._readers.get(register.name)
        return reader() if reader else self.values[register.name]

    def _write(self, register: Register, value: int) -> None:
        old = self.values[register.name]
        foreign = (value ^ old) & ~register.writable & ~register.ignored & ALL_BITS
        if foreign:
            raise Violation(
                f"writes 0x{value:08x} to {self.name}_{register.name}, which changes bits "
                f"0x{foreign:08x} that are reserved, read-only or not modelled"
            )
        value = value & register.writable | old & ~register.writable
        writer = self._writers.get(register.name)
        if writer:
            writer(value)
        else:
            self.values[register.name] = value
        if self.values[register.name] != old:
            self.system.changes += 1


class Console(Peripheral, ABC):
    """A UART that the debug probe's serial port may be wired to."""

    @property
    @abstractmethod
    def baud(self) -> Fraction:
        """The rate that it is set to, bits per second."""

    def input_arrived(self) -> None:
        """Called when the host has sent bytes."""

    def sees_break(self) -> bool:
        """Whether the next byte is a break at its rate: the 0 of a slower line.

        It holds the line low for nine of its bits, longer than a character of this UART takes.
        """
        return self.system.received[0] == 0 and 9 * self.baud >= 10 * self.system.baud
