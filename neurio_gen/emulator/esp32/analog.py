"""The PLL's and the regulators' own registers, behind a bus that the chips reach differently."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register
from neurio_gen.emulator.soc import Gate

PLL, REGULATORS = 0x66, 0x6D
PLL_HZ = 480_000_000
_BLOCKS = {PLL: "PLL", REGULATORS: "regulators"}
_STOPPED, _RUNS, _DONE = 1 << 2, 1 << 3, 1 << 24
_CALIBRATION = Fraction(50, 1_000_000)
# What makes 480 MHz of a crystal's 40 MHz: register, mask, value (clk_tree_ll.h of ESP-IDF).
_SETTINGS = ((2, 0xFF, 0x50), (3, 0xFF, 8), (5, 0x77, 0), (9, 3, 2))


class AnalogBlocks(Peripheral):
    """The blocks behind the bus. Options: `current`, what the PLL's register 6 has to be."""

    def reset(self) -> None:
        super().reset()
        self.contents: dict[tuple[int, int], int] = {}

    def read(self, block: int, address: int) -> int:
        """A register of a block, 0 where it was not written. Raises Violation for other blocks."""
        if block not in _BLOCKS:
            raise Violation(f"accesses block 0x{block:02x} of the analogue bus, not modelled")
        return self.contents.get((block, address), 0)

    def write(self, block: int, address: int, value: int) -> None:
        """Sets a register of a block."""
        self.read(block, address)
        self.contents[block, address] = value
        if self.system.clocks is not None:
            self.system.clocks.check()

    def check_pll(self) -> None:
        """Raises Violation where the PLL is not set to 480 MHz, or was not calibrated."""
        settings = (*_SETTINGS, (6, 0xFF, self.instance.options["current"]), *self.more_settings())
        for address, mask, right in settings:
            found = self.read(PLL, address) & mask
            if found != right:
                raise Violation(
                    f"switches the core to the PLL, whose register {address} is 0x{found:02x}; "
                    f"480 MHz need 0x{right:02x}"
                )
        if not self.calibrated:
            raise Violation("switches the core to the PLL before its calibration (ANA_CONF0)")

    def more_settings(self) -> tuple[tuple[int, int, int], ...]:
        """What a chip asks of the PLL besides."""
        return ()

    @property
    def calibrated(self) -> bool:
        """Whether the PLL was calibrated."""
        return False


class AnalogC3(AnalogBlocks):
    """ESP32-C3: which blocks are reached, and the PLL's calibration; the ROM has the access."""

    REGISTERS: ClassVar = (
        Register("ANA_CONF0", 0x40, reset=_STOPPED, writable=ALL_BITS),
        Register("ANA_CONFIG", 0x44, reset=0x3FF << 8, writable=ALL_BITS),
    )
    _REACHES_PLL: ClassVar = 1 << 17

    def write_field(self, block: int, address: int, high: int, low: int, value: int) -> None:
        """What the boot ROM's function does."""
        if block == PLL and self.values["ANA_CONFIG"] & self._REACHES_PLL:
            raise Violation("writes the PLL's registers while bit 17 of ANA_CONFIG shuts them off")
        mask = (1 << high - low + 1) - 1 << low
        self.write(block, address, self.read(block, address) & ~mask | value << low & mask)

    def more_settings(self) -> tuple[tuple[int, int, int], ...]:
        return ((4, 0xFF, 0x6B),)

    @property
    def calibrated(self) -> bool:
        return self.values["ANA_CONF0"] & (_STOPPED | _RUNS) == _RUNS


class AnalogC6(AnalogBlocks):
    """ESP32-C6: I2C_ANA_MST, a bus of its own with two masters."""

    REACHED: ClassVar[Mapping[int, int]] = {PLL: 1 << 7, REGULATORS: 1 << 10}
    FIRST_MASTER: ClassVar[Mapping[int, int]] = {PLL: 1 << 9, REGULATORS: 1 << 12}
    REGISTERS: ClassVar = (
        Register("I2C0_CTRL", 0x00, writable=ALL_BITS),
        Register("I2C1_CTRL", 0x04, writable=ALL_BITS),
        Register("ANA_CONF0", 0x18, reset=_STOPPED, writable=ALL_BITS, ignored=_DONE),
        Register("ANA_CONF1", 0x1C, reset=0xFFFFFF, writable=0xFFFFFF),
        Register("ANA_CONF2", 0x20),
    )

    def reset(self) -> None:
        super().reset()
        self._done_at: Fraction | None = None
        self._ever_done = False

    def _write_i2c0_ctrl(self, value: int) -> None:
        self._transfer("I2C0_CTRL", value)

    def _write_i2c1_ctrl(self, value: int) -> None:
        self._transfer("I2C1_CTRL", value)

    def _transfer(self, register: str, value: int) -> None:
        block, address = value & 0xFF, value >> 8 & 0xFF
        before = self.read(block, address)
        if self.values["ANA_CONF1"] & self.REACHED[block]:
            raise Violation(f"accesses the {_BLOCKS[block]} while ANA_CONF1 shuts them off")
        first = bool(self.values["ANA_CONF2"] & self.FIRST_MASTER[block])
        if first != (register == "I2C0_CTRL"):
            raise Violation(f"accesses the {_BLOCKS[block]} through {register}, the other master's")
        if value >> 24 & 1:
            self.write(block, address, value >> 16 & 0xFF)
        self.values[register] = value & 0xFFFF | before << 16

    def _read_ana_conf0(self) -> int:
        self._ever_done |= self._now_done
        return self.values["ANA_CONF0"] & ~_DONE | _DONE * self._now_done

    def _write_ana_conf0(self, value: int) -> None:
        if value & (_STOPPED | _RUNS) == _RUNS:
            if self._done_at is None:
                self._done_at = self.system.timeline.seconds + _CALIBRATION
        else:
            self._done_at = None
        self.values["ANA_CONF0"] = value

    @property
    def _now_done(self) -> bool:
        return self._done_at is not None and self.system.timeline.seconds >= self._done_at

    @property
    def calibrated(self) -> bool:
        return self._ever_done


class ModemClocks(Peripheral):
    """MODEM_LPCON: the clock of the analogue bus."""

    REGISTERS: ClassVar = (
        Register("I2C_MST_CLK_CONF", 0x10, writable=1),
        Register("CLK_CONF", 0x18, writable=0xF),
    )


BUS_CLOCK = Gate("I2C_MST", 2, "its clock is off (MODEM_LPCON_CLK_CONF)")
"""The gate of I2C_ANA_MST, which lies in MODEM_LPCON."""
