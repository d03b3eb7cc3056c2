"""nRF52840 (product specification v1.7: memory map 4.2.3, instances 4.2.4)."""

from __future__ import annotations

from dataclasses import replace

from neurio_gen.emulator.soc import Instance, Memory, Soc
from neurio_gen.emulator.socs.cortex_m import FLOATING_POINT, SYSTEM_CONTROL

_KIB = 1024

NRF52840 = Soc(
    name="nrf52840",
    core="cortex-m4",
    fpu=True,
    boot=0x00000000,
    priority_bits=3,
    memories=(
        Memory("flash", 0x00000000, 1024 * _KIB, "flash"),
        Memory("ram", 0x20000000, 256 * _KIB, "ram"),
    ),
    peripherals=(
        *SYSTEM_CONTROL,
        *FLOATING_POINT,
        Instance("CLOCK", "nrf52.clock", 0x40000000, size=0x1000),
        Instance("UART0", "nrf52.uart", 0x40002000, size=0x1000),
        *(
            Instance(f"TIMER{n}", "nrf52.timer", base, options={"compares": compares}, size=0x1000)
            for n, (base, compares) in enumerate(
                (
                    (0x40008000, 4),
                    (0x40009000, 4),
                    (0x4000A000, 4),
                    (0x4001A000, 6),
                    (0x4001B000, 6),
                )
            )
        ),
        Instance("NVMC", "nrf52.nvmc", 0x4001E000, size=0x1000),
        Instance("PPI", "nrf52.ppi", 0x4001F000, size=0x1000),
        # The registers of P1 lie 0x300 above those of P0, from OUT (0x504) to PIN_CNF[31] (0x77C).
        Instance("P0", "nrf52.gpio", 0x50000000, options={"pins": 32}, size=0x780),
        Instance("P1", "nrf52.gpio", 0x50000300, options={"pins": 16}, size=0x780),
    ),
)

# A boot loader of 64 KiB, as Arduino's boards have, starts what lies behind it; an image has no
# place in its flash.
BEHIND_BOOT_LOADER = replace(
    NRF52840,
    name="nrf52840_behind_boot_loader",
    boot=0x00010000,
    memories=(
        Memory("flash", 0x00010000, 960 * _KIB, "flash"),
        *(memory for memory in NRF52840.memories if memory.kind == "ram"),
    ),
)
