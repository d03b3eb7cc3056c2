"""The DMA controller and its request multiplexer (RM0432, 11 and 12): receiving halfwords."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy.typing as npt

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_CHANNELS = range(1, 8)
_EN, _DIR, _CIRC, _PINC, _MINC = 1 << 0, 1 << 4, 1 << 5, 1 << 6, 1 << 7
_CONTROL = 0x7FF1  # all but the enables of interrupts
_SIZES = 0xF << 8
_HALFWORDS = 0x5 << 8
_COMPLETE, _HALF = 1 << 1, 1 << 2


class DmaMultiplexer(Peripheral):
    """Which request each channel serves."""

    REGISTERS: ClassVar = tuple(
        Register(f"C{index}CR", 4 * index, writable=0x7F) for index in range(14)
    )

    def request_of(self, channel: int) -> int:
        """The request that a channel of DMA1, counted from 1, serves."""
        return self.values[f"C{channel - 1}CR"]


class DmaController(Peripheral):
    """Channels that move halfwords from a peripheral to memory.

    What has no effect on that is not modelled: interrupts, errors, other directions.
    """

    REGISTERS: ClassVar = (
        Register("ISR", 0x00),
        Register("IFCR", 0x04, ignored=ALL_BITS, writable=ALL_BITS),
        *(
            register
            for number, base in ((channel, 0x08 + 0x14 * (channel - 1)) for channel in _CHANNELS)
            for register in (
                Register(f"CCR{number}", base, writable=_CONTROL),
                Register(f"CNDTR{number}", base + 4, writable=0xFFFF),
                Register(f"CPAR{number}", base + 8, writable=ALL_BITS),
                Register(f"CMAR{number}", base + 12, writable=ALL_BITS),
            )
        ),
    )

    def reset(self) -> None:
        super().reset()
        self._reload = dict.fromkeys(_CHANNELS, 0)

    def connect(self) -> None:
        self._multiplexer = self.system.only(DmaMultiplexer)

    def channel_for(self, request: int) -> int | None:
        """The channel that is on and serves a request."""
        return next(
            (
                channel
                for channel in _CHANNELS
                if self.values[f"CCR{channel}"] & _EN
                and self._multiplexer.request_of(channel) == request
            ),
            None,
        )

    def until_flag(self, channel: int) -> int:
        """Halfwords until the channel is half through or through its count; 0 at its end."""
        left, half = self.values[f"CNDTR{channel}"], self._reload[channel] // 2
        return left - half if left > half else left

    def receive(self, channel: int, source: int, data: npt.NDArray[Any]) -> int:
        """Moves what a peripheral's data register at `source` has given; how much was moved."""
        self._check(channel, source)
        moved = 0
        while moved < len(data) and self.values[f"CNDTR{channel}"]:
            left = self.values[f"CNDTR{channel}"]
            piece = data[moved : moved + self.until_flag(channel)]
            address = self.values[f"CMAR{channel}"] + 2 * (self._reload[channel] - left)
            self.system.cpu.engine.mem_write(address, piece.astype("<i2").tobytes())
            moved += len(piece)
            self._advance_channel(channel, left - len(piece))
        return moved

    def access(self, offset: int, size: int, value: int | None) -> int:
        """Register accesses find what has come so far."""
        self.system.settle_sound()
        return super().access(offset, size, value)

    def _advance_channel(self, channel: int, left: int) -> None:
        reload = self._reload[channel]
        shift = 4 * (channel - 1)
        if left == reload // 2:
            self.values["ISR"] |= (_HALF | 1) << shift
        if not left:
            self.values["ISR"] |= (_COMPLETE | 1) << shift
            left = reload if self.values[f"CCR{channel}"] & _CIRC else 0
        self.values[f"CNDTR{channel}"] = left

    def _read_ifcr(self) -> int:
        return 0

    def _write_ifcr(self, value: int) -> None:
        for shift in range(0, 28, 4):
            if value >> shift & 1:  # CGIF clears all four
                value |= 0xF << shift
        kept = self.values["ISR"] & ~value
        for shift in range(0, 28, 4):
            if not kept >> shift & 0xE:  # GIF is the sum of the others
                kept &= ~(1 << shift)
        self.values["ISR"] = kept

    def _write(self, register: Register, value: int) -> None:
        name, number = register.name[:-1], register.name[-1]
        if name in ("CCR", "CNDTR", "CPAR", "CMAR"):
            old = self.values[register.name]
            on = self.values[f"CCR{number}"] & _EN
            if on and value != old and (name != "CCR" or (value ^ old) & ~_EN):
                raise Violation(
                    f"writes {self.name}_{register.name} while the channel is on",
                    hint=f"Clear EN of {self.name}_CCR{number} first.",
                )
        super()._write(register, value)
        if name == "CCR" and value & _EN:
            self._reload[int(number)] = self.values[f"CNDTR{number}"]

    def _check(self, channel: int, source: int) -> None:
        control = self.values[f"CCR{channel}"]
        name = f"{self.name}_CCR{channel}"
        if control & _DIR:
            raise Violation(f"receives by a channel that writes to the peripheral ({name}.DIR)")
        if control & _SIZES != _HALFWORDS:
            raise Violation(
                f"receives samples of 16 bits by a channel of other sizes ({name}.PSIZE, MSIZE)"
            )
        if not control & _MINC or control & _PINC:
            raise Violation(
                f"receives by a channel that does not fill memory in order ({name}.MINC, PINC)"
            )
        if self.values[f"CPAR{channel}"] != source:
            raise Violation(
                f"receives by a channel that reads 0x{self.values[f'CPAR{channel}']:08x}, not the "
                f"data register at 0x{source:08x}"
            )
        first = self.values[f"CMAR{channel}"]
        end = first + 2 * self._reload[channel]
        if not any(m.kind == "ram" and m.holds(first, end) for m in self.system.soc.memories):
            raise Violation(
                f"lets {self.name} write to 0x{first:08x} to 0x{end - 1:08x}, which is no RAM"
            )
