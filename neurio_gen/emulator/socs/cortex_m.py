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
# The Cortex-M7 with caches has their size and their maintenance besides.
CACHED_SYSTEM_CONTROL = (
    *(instance for instance in SYSTEM_CONTROL if instance.name != "SCB"),
    Instance("SCB", "cortex_m.cached_scb", 0xE000ED00, size=0x8C),
    Instance("CACHE", "cortex_m.cache_maintenance", 0xE000EF50, size=0x2C),
)
# Armv6-M (Armv6-M ARM, B3.1) has less; the trace units count no cycles.
BASELINE_SYSTEM_CONTROL = (
    Instance("NVIC", "cortex_m.nvic", 0xE000E100, size=0x400),
    Instance("SysTick", "cortex_m.systick", 0xE000E010, size=0x10),
    Instance("SCB", "cortex_m.baseline_scb", 0xE000ED00, size=0x8C),
)
FLOATING_POINT = (Instance("FPU", "cortex_m.fpu", 0xE000EF30, size=0x10),)
