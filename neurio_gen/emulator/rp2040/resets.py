"""Resets (data sheet, 2.14): most blocks are held in reset until firmware releases them."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.rp2040.bus import AtomicPeripheral
from neurio_gen.emulator.soc import Gate


class Resets(AtomicPeripheral):
    """A closed gate is a block in reset."""

    BLOCKS: ClassVar = 0x01FFFFFF
    QSPI: ClassVar = 1 << 6 | 1 << 9  # IO_QSPI and PADS_QSPI, which the boot ROM has released

    def registers(self) -> tuple[Register, ...]:
        return (
            Register("RESET", 0x0, reset=self.BLOCKS & ~self.QSPI, writable=self.BLOCKS),
            Register("WDSEL", 0x4, writable=self.BLOCKS),
            Register("RESET_DONE", 0x8),
        )

    REGISTERS: ClassVar = ()

    def connect(self) -> None:
        self.system.clocks = self

    def gate_is_open(self, gate: Gate) -> bool:
        """Whether a block is out of reset."""
        return not self.bits(gate.register, gate.bit)

    def gate_name(self, gate: Gate) -> str:
        """A block's bit for messages."""
        return f"bit {gate.bit} of RESETS_{gate.register} to 0"

    def check(self) -> None:
        """Nothing here depends on the clocks."""

    def _read_reset_done(self) -> int:
        return ~self.values["RESET"] & self.BLOCKS

    def _write_reset(self, value: int) -> None:
        asserted = value & ~self.values["RESET"]
        self.system.timeline.settle()
        self.values["RESET"] = value
        for peripheral in self.system.peripherals.values():
            gate = peripheral.instance.gate
            if gate and asserted >> gate.bit & 1:
                peripheral.reset()
