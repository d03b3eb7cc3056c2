"""Watchdogs (C3: 12; C6: 15): the boot ROM leaves them on, and they would reset the chip."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

KEY = 0x50D83AA1
_ENABLED, _FLASH_BOOT, _UPDATE = 1 << 31, 1 << 12, 1 << 22
_GROUP_FLASH_BOOT = 1 << 14
_SUPER_DISABLE = 1 << 30


class Watchdog(Peripheral):
    """What guards the chip: to be off once the firmware waits for its host."""

    def check_stopped(self) -> None:
        """Raises Violation where a watchdog runs."""
        for name, register, running in self.running():
            if running:
                raise Violation(
                    f"waits for input while {name} runs, which resets the chip within seconds",
                    hint=f"Write its key to the protection, then stop it in {register}.",
                )

    def running(self) -> tuple[tuple[str, str, bool], ...]:
        """Each watchdog: name, register that stops it, whether it runs."""
        return ()

    def check_key(self, register: str, protection: str, key: int = KEY) -> None:
        """Raises Violation where `register` is written behind a closed protection."""
        if self.values[protection] != key:
            raise Violation(
                f"writes {self.name}_{register} while {self.name}_{protection} protects it",
                hint=f"Write 0x{key:08X} to {self.name}_{protection} first.",
            )


class TimerGroup(Watchdog):
    """The watchdog of a timer group, in flash-boot mode."""

    REGISTERS: ClassVar = (
        Register("WDTCONFIG0", 0x48, reset=_GROUP_FLASH_BOOT | 0x48000, writable=ALL_BITS),
        Register("WDTWPROTECT", 0x64, reset=KEY, writable=ALL_BITS),
    )

    def _write_wdtconfig0(self, value: int) -> None:
        self.check_key("WDTCONFIG0", "WDTWPROTECT")
        if not value & _UPDATE:
            raise Violation(f"writes {self.name}_WDTCONFIG0 without WDT_CONF_UPDATE_EN (bit 22)")
        self.values["WDTCONFIG0"] = value & ~_UPDATE

    def running(self) -> tuple[tuple[str, str, bool], ...]:
        on = bool(self.values["WDTCONFIG0"] & (_ENABLED | _GROUP_FLASH_BOOT))
        return ((f"the watchdog of {self.name}", f"{self.name}_WDTCONFIG0", on),)


class RtcWatchdogs(Watchdog):
    """The RTC's watchdog and the super watchdog.

    Options: `super_key`, what opens the latter's protection; `at`, the offsets of the registers
    WDTCONFIG0, WDTWPROTECT, SWD_CONF, SWD_WPROTECT; `others`, registers of the same block.
    """

    def registers(self) -> tuple[Register, ...]:
        config, protect, own, own_protect = self.instance.options["at"]
        return (
            *self.instance.options.get("others", ()),
            Register("WDTCONFIG0", config, reset=_FLASH_BOOT | 0x12000, writable=ALL_BITS),
            Register("WDTWPROTECT", protect, reset=KEY, writable=ALL_BITS),
            Register("SWD_CONF", own, reset=300 << 18, writable=ALL_BITS),
            Register("SWD_WPROTECT", own_protect, writable=ALL_BITS),
        )

    REGISTERS: ClassVar = ()

    def _write_wdtconfig0(self, value: int) -> None:
        self.check_key("WDTCONFIG0", "WDTWPROTECT")
        self.values["WDTCONFIG0"] = value

    def _write_swd_conf(self, value: int) -> None:
        self.check_key("SWD_CONF", "SWD_WPROTECT", self.instance.options["super_key"])
        self.values["SWD_CONF"] = value

    def running(self) -> tuple[tuple[str, str, bool], ...]:
        rtc = bool(self.values["WDTCONFIG0"] & (_ENABLED | _FLASH_BOOT))
        own = not self.values["SWD_CONF"] & _SUPER_DISABLE
        return (
            ("the RTC's watchdog", f"{self.name}_WDTCONFIG0", rtc),
            ("the super watchdog", f"{self.name}_SWD_CONF", own),
        )
