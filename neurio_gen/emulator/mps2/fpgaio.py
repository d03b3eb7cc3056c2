"""The FPGA's system control: LEDs and free-running counters (Application Note 386, 3.7)."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register


class FpgaIo(Peripheral):
    """Option: `clock`, Hz, of the core and of the counters; nothing can change it."""

    REGISTERS: ClassVar = (
        Register("LED0", 0x00, writable=0x3),
        Register("CLK100HZ", 0x14, writable=ALL_BITS),
        Register("COUNTER", 0x18, writable=ALL_BITS),
        Register("PRESCALE", 0x1C, writable=ALL_BITS),
    )

    def reset(self) -> None:
        super().reset()
        clock = Fraction(self.instance.options["clock"])
        timeline = self.system.timeline
        timeline.set_frequency(clock)
        self._hundredths = timeline.counter(lambda: Fraction(100))
        self._ticks = timeline.counter(lambda: clock / (self.values["PRESCALE"] + 1))

    def _read_clk100hz(self) -> int:
        self.system.note_time_read()
        return self._hundredths.ticks & ALL_BITS

    def _write_clk100hz(self, value: int) -> None:
        self._hundredths.restart(value)

    def _read_counter(self) -> int:
        self.system.note_time_read()
        return self._ticks.ticks & ALL_BITS

    def _write_counter(self, value: int) -> None:
        self._ticks.restart(value)

    def _write_prescale(self, value: int) -> None:
        self._ticks.settle()
        self.values["PRESCALE"] = value
