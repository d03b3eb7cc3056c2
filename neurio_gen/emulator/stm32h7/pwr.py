"""Power control of the STM32H7 with an LDO alone (H742, H743, H753), or with a converter besides.

The latter are H7A3 and H7B3 in packages that have both (RM0433 and RM0455, chapter 6).
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import Register
from neurio_gen.emulator.stm32.supply import Supply

_BYPASS, _LDOEN, _SCUEN, _SMPSEN = 1 << 0, 1 << 1, 1 << 2, 1 << 2
_READY = 1 << 13  # ACTVOSRDY of CSR1, VOSRDY of D3CR
_DBP = 1 << 8
# The manual gives no time; firmware has to await the flags.
_SETTLING = Fraction(50, 1_000_000)


class PowerController(Supply):
    """The supply of the core and its voltage scaling.

    After power-on the chip is in Run*: RAM must not be written nor VOS changed until CR3 has been
    written and CSR1.ACTVOSRDY was seen (6.4.1, 6.6.1).
    """

    VDDIO2_SWITCH: ClassVar = ""  # the pins have one supply
    SUPPLY: ClassVar[int] = _LDOEN
    CHOICES: ClassVar[int] = _BYPASS | _LDOEN
    SCALE: ClassVar[str] = "D3CR"
    SCALES: ClassVar[tuple[int | None, ...]] = (None, 3, 2, 1)  # what each value of VOS is
    REGISTERS: ClassVar = (
        Register("CR1", 0x00, reset=0xF000C000, writable=0x0007C3F1),
        Register("CSR1", 0x04),
        Register("CR3", 0x0C, reset=_LDOEN | _SCUEN, writable=0x03000307, ignored=1 << 26),
        Register("D3CR", 0x18, reset=0x4000, writable=0xC000, ignored=_READY),
    )

    def reset(self) -> None:
        super().reset()
        self._settled_at: Fraction | None = None  # None in Run*
        self._running = False
        self._overdriven = False
        self._scale_before = 3

    def connect(self) -> None:
        self.system.cpu.memory.lock_ram(
            "in Run* mode, before PWR_CR3 was written and PWR_CSR1.ACTVOSRDY was seen"
        )

    @property
    def scale(self) -> str:
        """`VOS0` (fastest) to `VOS3`: the slower one until the regulator has settled."""
        return f"VOS{self._chosen if self._settled else max(self._chosen, self._scale_before)}"

    @property
    def vddio2_valid(self) -> bool:
        return True

    @property
    def backup_writable(self) -> bool:
        """Whether CR1.DBP is set."""
        return bool(self.values["CR1"] & _DBP)

    def switch_overdrive(self, on: bool) -> None:
        """Sets ODEN: VOS0 instead of VOS1 (6.6.2). Raises Violation where that must not be."""
        if on and (self._chosen != 1 or not self._settled):
            raise Violation(
                "sets SYSCFG_PWRCR.ODEN outside VOS1",
                hint="Set PWR_D3CR.VOS to 3 and wait for VOSRDY first.",
            )
        self._scale_before = self._chosen
        self._overdriven = on
        self._settle()

    def _write_cr3(self, value: int) -> None:
        supply = value & self.CHOICES
        if self._settled_at is not None:
            if supply != self.values["CR3"] & self.CHOICES:
                raise Violation(
                    "changes the supply in PWR_CR3, whose lower byte can be written once after "
                    "power-on (6.8.4)"
                )
        elif supply == _BYPASS:
            raise Violation(
                f"bypasses the LDO, but {self.system.wiring.board} gives VCORE no other supply"
            )
        elif supply == _LDOEN != self.SUPPLY:
            raise Violation(
                f"chooses the LDO, but {self.system.wiring.board} is wired to supply VCORE by the "
                "SMPS alone",
                hint="Write SMPSEN alone to PWR_CR3.",
            )
        elif supply != self.SUPPLY:
            raise Violation(
                "writes a supply to PWR_CR3 that does not exist, which locks it until the power is "
                "cycled (6.8.4)"
            )
        else:
            self._settled_at = self.system.timeline.seconds + _SETTLING
        self.values["CR3"] = value

    def _read_csr1(self) -> int:
        ready = self._settled_at is not None and self._settled
        if ready and not self._running:
            self._running = True
            self.system.cpu.memory.unlock_ram()
        return self.bits(self.SCALE, 14, 2) << 14 | _READY * ready

    def _read_d3cr(self) -> int:
        return self.values[self.SCALE] | _READY * self._settled

    def _write_d3cr(self, value: int) -> None:
        if value == self.values[self.SCALE]:
            return
        if not self._running:
            raise Violation(
                "changes VOS in Run* mode (6.6.1)",
                hint="Write PWR_CR3 and wait for PWR_CSR1.ACTVOSRDY first.",
            )
        if self.SCALES[value >> 14 & 3] is None:
            raise Violation(f"sets PWR_{self.SCALE}.VOS to 0, a reserved value")
        if self._overdriven:
            raise Violation("leaves VOS1 while SYSCFG_PWRCR.ODEN is set (6.6.2)")
        self._scale_before = self._chosen
        self.values[self.SCALE] = value
        self._settle()

    @property
    def _chosen(self) -> int:
        return 0 if self._overdriven else self.SCALES[self.bits(self.SCALE, 14, 2)] or 0

    @property
    def _settled(self) -> bool:
        return self._settled_at is None or self.system.timeline.seconds >= self._settled_at

    def _settle(self) -> None:
        if self._settled_at is not None:
            self._settled_at = self.system.timeline.seconds + _SETTLING
        if self.system.clocks is not None:
            self.system.clocks.check()


class PowerControllerH7A3(PowerController):
    """H7A3 and H7B3 with an SMPS, on boards where it supplies the core directly; four scales."""

    SUPPLY: ClassVar = _SMPSEN
    CHOICES: ClassVar = _BYPASS | _LDOEN | _SMPSEN
    SCALE: ClassVar = "SRDCR"
    SCALES: ClassVar = (3, 2, 1, 0)
    REGISTERS: ClassVar = (
        Register("CR1", 0x00, writable=0x0FFFFFFF),
        Register("CSR1", 0x04),
        Register("CR3", 0x0C, reset=_SMPSEN | _LDOEN, writable=0x0300033F, ignored=1 << 26),
        Register("SRDCR", 0x18, writable=0xC000, ignored=_READY),
    )

    _read_srdcr = PowerController._read_d3cr
    _write_srdcr = PowerController._write_d3cr
