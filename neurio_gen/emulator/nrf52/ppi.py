"""Programmable peripheral interconnect (nRF52840 PS v1.7, 6.16): events start tasks.

Modelled are channels from a timer's comparison to a timer's count.
"""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.nrf52.timer import Timer
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_CHANNELS = 20
_MASK = (1 << _CHANNELS) - 1


class Interconnect(Peripheral):
    """The twenty channels that firmware may set up."""

    REGISTERS: ClassVar = (
        Register("CHEN", 0x500, writable=_MASK),
        Register("CHENSET", 0x504, writable=ALL_BITS),
        Register("CHENCLR", 0x508, writable=ALL_BITS),
        *(Register(f"EEP{n}", 0x510 + 8 * n, writable=ALL_BITS) for n in range(_CHANNELS)),
        *(Register(f"TEP{n}", 0x514 + 8 * n, writable=ALL_BITS) for n in range(_CHANNELS)),
    )

    def connect(self) -> None:
        self._timers = [
            item for item in self.system.peripherals.values() if isinstance(item, Timer)
        ]

    def _write(self, register: Register, value: int) -> None:
        if register.name[1:3] == "EP" and self.bits("CHEN", int(register.name[3:])):
            raise Violation(f"changes {self.name}_{register.name} while the channel is on")
        super()._write(register, value)

    def _read_chenset(self) -> int:
        return self.values["CHEN"]

    def _read_chenclr(self) -> int:
        return self.values["CHEN"]

    def _write_chenset(self, value: int) -> None:
        self._write_chen(self.values["CHEN"] | value)

    def _write_chenclr(self, value: int) -> None:
        self._write_chen(self.values["CHEN"] & ~value)

    def _write_chen(self, value: int) -> None:
        changed = value ^ self.values["CHEN"]
        for channel in range(_CHANNELS):
            if changed >> channel & 1:
                self._switch(channel, bool(value >> channel & 1))
        self.values["CHEN"] = value

    def _switch(self, channel: int, on: bool) -> None:
        event, task = self.values[f"EEP{channel}"], self.values[f"TEP{channel}"]
        for source in self._timers:
            comparison = source.comparison_at(event)
            for counter in self._timers:
                if comparison is not None and counter.count_task == task:
                    if on:
                        counter.follow(source, comparison)
                    else:
                        counter.unfollow(source, comparison)
                    return
        raise Violation(
            f"connects 0x{event:08x} to 0x{task:08x} by {self.name}, which is not modelled"
        )
