"""NXP i.MX RT1062 (IMXRT1060RM: memory map, CCM clock gating) with the 8 MiB of a Teensy 4.1."""

from __future__ import annotations

from neurio_gen.emulator.cortex_m.caches import CacheGeometry
from neurio_gen.emulator.imxrt.boot_header import BootHeader
from neurio_gen.emulator.soc import Gate, Instance, Memory, Soc
from neurio_gen.emulator.socs.cortex_m import CACHED_SYSTEM_CONTROL, FLOATING_POINT

_KIB = 1024
_FLASH = 0x60000000
_CACHES = {
    "data": CacheGeometry(ways=4, sets=256),
    "instructions": CacheGeometry(ways=2, sets=512),
}

IMXRT1062 = Soc(
    name="imxrt1062",
    core="cortex-m7",
    fpu=True,
    boot=_FLASH,
    boot_header=BootHeader(_FLASH, 8192 * _KIB),
    memories=(
        Memory("itcm", 0x00000000, 512 * _KIB, "ram"),
        Memory("dtcm", 0x20000000, 512 * _KIB, "ram"),
        Memory("ocram2", 0x20200000, 512 * _KIB, "ram"),
        # the last 256 KiB restore a Teensy: the loader does not write there
        Memory("flash", _FLASH, 7936 * _KIB, "flash"),
    ),
    peripherals=(
        *(each for each in CACHED_SYSTEM_CONTROL if each.name != "CACHE"),
        Instance("CACHE", "cortex_m.cache_maintenance", 0xE000EF50, options=_CACHES, size=0x2C),
        Instance("MPU", "cortex_m.mpu", 0xE000ED90, size=0x20),
        *FLOATING_POINT,
        Instance("DCDC", "imxrt.dcdc", 0x40080000, Gate("CCGR6", 6)),
        Instance("PIT", "imxrt.pit", 0x40084000, Gate("CCGR1", 12)),
        Instance("IOMUXC_GPR", "imxrt.gpr", 0x400AC000, Gate("CCGR4", 4)),
        Instance("CCM_ANALOG", "imxrt.analog", 0x400D8000),
        Instance("CCM", "imxrt.ccm", 0x400FC000),
        Instance("LPUART6", "imxrt.uart", 0x40198000, Gate("CCGR3", 6)),
        Instance(
            "GPIO4",
            "imxrt.gpio",
            0x401C4000,
            Gate("CCGR3", 12),
            options={"pads": {4: "GPIO_EMC_04"}},
        ),
        Instance("IOMUXC", "imxrt.iomux", 0x401F8000, Gate("CCGR4", 2), size=0x800),
    ),
)
