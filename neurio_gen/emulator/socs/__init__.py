"""The chips that can be emulated, each a module of data."""

from __future__ import annotations

from neurio_gen.emulator.soc import Soc
from neurio_gen.emulator.socs.esp32 import ESP32C3, ESP32C6
from neurio_gen.emulator.socs.imxrt1062 import IMXRT1062
from neurio_gen.emulator.socs.mps2 import AN385, AN386, AN500
from neurio_gen.emulator.socs.nrf52840 import BEHIND_BOOT_LOADER, NRF52840
from neurio_gen.emulator.socs.rp2040 import RP2040
from neurio_gen.emulator.socs.rp2350 import RP2350, RP2350_RISCV
from neurio_gen.emulator.socs.stm32f4 import STM32F411, STM32F429, STM32F446
from neurio_gen.emulator.socs.stm32f7 import STM32F746, STM32F767
from neurio_gen.emulator.socs.stm32h7 import STM32H7A3, STM32H743
from neurio_gen.emulator.socs.stm32l4r5 import STM32L4R5
from neurio_gen.emulator.socs.stm32l475 import STM32L475
from neurio_gen.emulator.socs.stm32u575 import STM32U575
from neurio_gen.errors import UsageError

_SOCS = {
    soc.name: soc
    for soc in (
        ESP32C3,
        ESP32C6,
        IMXRT1062,
        *(AN385, AN386, AN500, NRF52840, BEHIND_BOOT_LOADER, RP2040, RP2350, RP2350_RISCV),
        *(STM32F411, STM32F429, STM32F446, STM32F746, STM32F767),
        *(STM32H743, STM32H7A3, STM32L4R5, STM32L475, STM32U575),
    )
}


def soc_named(name: str) -> Soc:
    """A chip by its name. Raises UsageError for an unknown one."""
    if name not in _SOCS:
        raise UsageError(
            f"No chip {name} is modelled.", hint=f"Modelled chips: {', '.join(sorted(_SOCS))}."
        )
    return _SOCS[name]
