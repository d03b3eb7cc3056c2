"""Pads of the IOMUX controller, and a GPIO port."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_PAD_OFFSET = 0x1F0
_PADS = {"GPIO_EMC_04": 0x024, "GPIO_AD_B0_02": 0x0C4, "GPIO_AD_B0_03": 0x0C8}
_FUNCTION_GPIO = 5
_FUNCTION_FORCED_INPUT = 0x17


class IoMux(Peripheral):
    """The pads that boards here use: their functions, properties, and where inputs come from."""

    REGISTERS: ClassVar = (
        *(
            Register(name, offset, reset=_FUNCTION_GPIO, writable=_FUNCTION_FORCED_INPUT)
            for name, offset in _PADS.items()
        ),
        *(
            Register(f"{name}_PAD", offset + _PAD_OFFSET, reset=0x10B0, writable=0x1F8F9)
            for name, offset in _PADS.items()
        ),
        Register("LPUART6_RX_SELECT", 0x550, writable=1),
        Register("LPUART6_TX_SELECT", 0x554, writable=1),
    )

    def check_function(self, pad: str, function: int, doing: str) -> None:
        """Raises Violation where a pad is on another function than is needed."""
        found = self.bits(pad, 0, 3)
        if found != function:
            raise Violation(
                f"{doing} needs pad {pad} on function ALT{function}, it is on ALT{found}"
            )


class GpioPort(Peripheral):
    """One port; its pins are driven where the pad is on the GPIO function."""

    REGISTERS: ClassVar = (
        Register("DR", 0x00, writable=ALL_BITS),
        Register("GDIR", 0x04, writable=ALL_BITS),
        Register("PSR", 0x08),
        Register("DR_SET", 0x84, writable=ALL_BITS),
        Register("DR_CLEAR", 0x88, writable=ALL_BITS),
        Register("DR_TOGGLE", 0x8C, writable=ALL_BITS),
    )

    def _write_gdir(self, value: int) -> None:
        pads = self.instance.options["pads"]
        for pin in range(32):
            if value >> pin & 1:
                if pin not in pads:
                    raise Violation(f"makes pin {pin} of {self.name} an output, not modelled")
                doing = f"an output on {self.name}"
                self.system.only(IoMux).check_function(pads[pin], _FUNCTION_GPIO, doing)
        self.values["GDIR"] = value

    def _write_dr_set(self, value: int) -> None:
        self.values["DR"] |= value

    def _write_dr_clear(self, value: int) -> None:
        self.values["DR"] &= ~value & ALL_BITS

    def _write_dr_toggle(self, value: int) -> None:
        self.values["DR"] ^= value

    def _read_psr(self) -> int:
        return self.values["DR"] & self.values["GDIR"]
