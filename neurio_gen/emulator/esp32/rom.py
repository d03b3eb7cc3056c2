"""Functions of the boot ROM that firmware calls, by the addresses that ESP-IDF gives."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.esp32.analog import AnalogC3
from neurio_gen.emulator.esp32.flash_map import FlashMap
from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register


class RomFunctions(Peripheral):
    """What the code in the emulated ROM hands its arguments to; see `boot_rom.py`."""

    REGISTERS: ClassVar = (
        *(Register(f"A{n}", 4 * n, writable=ALL_BITS) for n in range(6)),
        Register("CALL", 24, writable=ALL_BITS),
        Register("RESULT", 28),
    )

    def _write_call(self, value: int) -> None:
        function = self.instance.options["functions"][value]
        arguments = [self.values[f"A{n}"] & 0xFF for n in range(6)]
        flash_map = self.system.only(FlashMap)
        if function == "Cache_Disable_ICache":
            flash_map.switch(False)
        elif function == "ROM_Boot_Cache_Init":
            flash_map.forget()
        elif function == "Cache_Enable_ICache":
            flash_map.switch(True)
        else:  # rom_i2c_writeReg_Mask
            block, _, address, high, low, data = arguments
            self.system.only(AnalogC3).write_field(block, address, high, low, data)
