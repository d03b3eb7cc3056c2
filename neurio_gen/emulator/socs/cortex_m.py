"""The private peripherals that Armv7-M gives every core (Armv7-M ARM, B3.1, table B3-3)."""

from __future__ import annotations

from neurio_gen.emulator.soc import Instance

SYSTEM_CONTROL = (
    Instance("NVIC", "cortex_m.nvic", 0xE000E100, size=0x400),
    Instance("SysTick", "cortex_m.systick", 0xE000E010, size=0x10),
    Instance("SCB", "cortex_m.scb", 0xE000ED00, size=0x8C),
    Instance("DBG", "cortex_m.debug", 0xE000EDF0, size=0x10),
    Instance("DWT", "cortex_m.dwt", 0xE0001000, size=0x1000),
)
# Armv6-M (Armv6-M ARM, B3.1) has less; the trace units count no cycles.
BASELINE_SYSTEM_CONTROL = (
    Instance("NVIC", "cortex_m.nvic", 0xE000E100, size=0x400),
    Instance("SysTick", "cortex_m.systick", 0xE000E010, size=0x10),
    Instance("SCB", "cortex_m.baseline_scb", 0xE000ED00, size=0x8C),
)
FLOATING_POINT = (Instance("FPU", "cortex_m.fpu", 0xE000EF30, size=0x10),)
