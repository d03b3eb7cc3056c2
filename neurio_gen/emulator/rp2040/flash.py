"""The interface to the flash and the flash behind it (data sheet, 4.10; W25Q16JV, 6 to 8).

The core executes from flash while the SSI turns its reads into the flash's read command.
"""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Register
from neurio_gen.emulator.timed_flash import FlashSettings, TimedFlash

_READ, _READ_QUAD = 0x03, 0xEB
_WRITE_STATUS, _READ_STATUS_1, _READ_STATUS_2, _WRITE_ENABLE = 0x01, 0x05, 0x35, 0x06
_QUAD_ENABLE = 1 << 1
_SEND_AND_RECEIVE, _COMMAND_THEN_RECEIVE = 0, 3  # TMOD
_ROOM, _SENT, _RECEIVED = 1 << 1, 1 << 2, 1 << 3
_CONFIGURATION = ("CTRLR0", "CTRLR1", "BAUDR", "RX_SAMPLE_DLY", "SPI_CTRLR0")
# As the boot ROM leaves it (2.8.1.3): reads by command 03, one line.
_SERIAL_CONTROL = 31 << 16 | _COMMAND_THEN_RECEIVE << 8
_SERIAL_SPI = _READ << 24 | 2 << 8 | 6 << 2


class FlashChip:
    """What is behind the SSI; its non-volatile bit QE is 0 as in the parts that ship so."""

    def __init__(self) -> None:
        self.quad_enabled = False
        self.continuous = False
        self._write_enabled = False

    def exchange(self, sent: bytes) -> bytes:
        """What comes back for the bytes that are sent on one line."""
        if self.continuous:
            raise Violation("sends a command to the flash, which expects an address")
        command, answer = sent[0], bytes(len(sent))
        if command == _READ_STATUS_1:
            return bytes([0xFF]) + bytes(len(sent) - 1)
        if command == _READ_STATUS_2:
            return bytes([0xFF]) + bytes([_QUAD_ENABLE * self.quad_enabled] * (len(sent) - 1))
        if command == _WRITE_ENABLE:
            self._write_enabled = True
        elif command == _WRITE_STATUS:
            if not self._write_enabled:
                raise Violation("writes the status of the flash without its write enable (06)")
            self.quad_enabled = len(sent) > 2 and bool(sent[2] & _QUAD_ENABLE)
            self._write_enabled = False
        else:
            raise Violation(f"sends the command 0x{command:02x} to the flash: not modelled")
        return answer

    def read_quad(self, mode: int, dummies: int) -> None:
        """A fast read, address and data on four lines (8.2.12)."""
        if not self.quad_enabled:
            raise Violation(
                "reads the flash on four lines while its QE bit is off",
                hint="Set bit 1 of the flash's second status register first.",
            )
        if dummies != 4:
            raise Violation(f"reads the flash with {dummies} dummy cycles; it takes 4")
        self.continuous = mode >> 4 & 3 == 0b10


class FlashInterface(TimedFlash):
    """The SSI. It does not know the atomic addresses."""

    REGISTERS: ClassVar = (
        Register("CTRLR0", 0x00, reset=_SERIAL_CONTROL, writable=0x017FFFFF),
        Register("CTRLR1", 0x04, writable=0xFFFF),
        Register("SSIENR", 0x08, reset=1, writable=1),
        Register("BAUDR", 0x14, reset=6, writable=0xFFFF),
        Register("SR", 0x28),
        Register("DR0", 0x60, writable=ALL_BITS),
        Register("RX_SAMPLE_DLY", 0xF0, writable=0xFF),
        Register("SPI_CTRLR0", 0xF4, reset=_SERIAL_SPI, writable=0xFF07FB3F),
    )

    def reset(self) -> None:
        super().reset()
        self._chip = FlashChip()
        self._sent: list[int] = []
        self._received: list[int] = []

    @property
    def settings(self) -> FlashSettings:
        """A read of a word on four lines: 32 bits of address and mode, 4 dummies, 32 bits of data.

        That is 8 + 4 + 8 of the flash's clocks, each BAUDR of the core's (4.10.4). The cache in
        front is one of code and data (2.6.3.1), on from reset.
        """
        return FlashSettings((8 + 4 + 8) * self.values["BAUDR"], False, True, True)

    def connect(self) -> None:
        (flash,) = (memory for memory in self.system.soc.memories if memory.kind == "flash")
        self._flash = flash
        self.system.cpu.watch_new_code(self._check_fetch)

    def _write(self, register: Register, value: int) -> None:
        if register.name in _CONFIGURATION and self.values["SSIENR"]:
            raise Violation(f"writes SSI_{register.name} while the SSI is on (SSIENR)")
        super()._write(register, value)

    def _write_ssienr(self, value: int) -> None:
        self._finish()
        self.values["SSIENR"] = value
        if not value:
            self._received.clear()
            if self._executes_from_flash():
                raise Violation("switches the SSI off while the core executes from the flash")

    def _read_sr(self) -> int:
        self._finish()
        return _ROOM | _SENT | (_RECEIVED if self._received else 0)

    def _read_dr0(self) -> int:
        self._finish()
        if not self._received:
            raise Violation("reads SSI_DR0 while nothing has come (RFNE)")
        return self._received.pop(0)

    def _write_dr0(self, value: int) -> None:
        if not self.values["SSIENR"]:
            raise Violation("writes SSI_DR0 while the SSI is off (SSIENR)")
        self._sent.append(value)

    def _finish(self) -> None:
        """The transfer ends when nothing more is to be sent."""
        sent, self._sent = self._sent, []
        if not sent:
            return
        mode, width = self.bits("CTRLR0", 8, 2), self.bits("CTRLR0", 16, 5) + 1
        if mode == _SEND_AND_RECEIVE and width == 8 and not self._lines:
            self._received += self._chip.exchange(bytes(value & 0xFF for value in sent))
        elif mode == _COMMAND_THEN_RECEIVE and self._lines == 2 and len(sent) == 2:
            if self._format != (2, 8, 1) or sent[0] != _READ_QUAD:
                raise Violation(
                    f"sends the flash 0x{sent[0]:02x} with SPI_CTRLR0 "
                    f"0x{self.values['SPI_CTRLR0']:08x}: no read that is modelled"
                )
            self._chip.read_quad(sent[1] & 0xFF, self.bits("SPI_CTRLR0", 11, 5))
            self._received.append(ALL_BITS)
        else:
            raise Violation(f"transfers by SSI_CTRLR0 0x{self.values['CTRLR0']:08x}: not modelled")

    @property
    def _lines(self) -> int:
        return self.bits("CTRLR0", 21, 2)

    @property
    def _format(self) -> tuple[int, int, int]:
        """INST_L, ADDR_L, TRANS_TYPE."""
        register = "SPI_CTRLR0"
        return self.bits(register, 8, 2), self.bits(register, 2, 4), self.bits(register, 0, 2)

    def _check_fetch(self, address: int) -> None:
        if not self._flash.holds(address, address + 2):
            return
        problem = self._problem()
        if problem:
            raise Violation(f"executes from the flash, which the SSI cannot read: {problem}")

    def _problem(self) -> str | None:
        if not self.values["SSIENR"]:
            return "it is off"
        if self.bits("CTRLR0", 8, 2) != _COMMAND_THEN_RECEIVE or self.bits("CTRLR0", 16, 5) != 31:
            return f"CTRLR0 is 0x{self.values['CTRLR0']:08x}"
        command, dummies = self.bits("SPI_CTRLR0", 24, 8), self.bits("SPI_CTRLR0", 11, 5)
        serial = not self._lines and self._format == (2, 6, 0) and command == _READ
        quad = self._lines == 2 and self._format == (0, 8, 2) and dummies == 4
        if not serial and not quad:
            return f"SPI_CTRLR0 is 0x{self.values['SPI_CTRLR0']:08x}"
        if serial == self._chip.continuous or (quad and command >> 4 & 3 != 0b10):
            return "flash and SSI do not agree on whether a command is sent"
        divider = self.values["BAUDR"]
        return f"BAUDR is {divider}" if divider < 2 or divider % 2 else None

    def _executes_from_flash(self) -> bool:
        pc = self.system.cpu.accessing_pc
        return pc is not None and self._flash.holds(pc, pc + 2)
