"""STM32L475 and L476 (RM0351, DS10969)."""

from __future__ import annotations

from neurio_gen.emulator.soc import Gate, Instance, Memory, Soc
from neurio_gen.emulator.socs.cortex_m import FLOATING_POINT, SYSTEM_CONTROL
from neurio_gen.emulator.socs.stm32l4 import SYSCFG, TIMERS, ports, uarts
from neurio_gen.emulator.stm32.limits import ClockLimits

_KIB = 1024

_LIMITS = ClockLimits(
    # RM0351 3.3.3, table 11.
    wait_states={"range 1": (16, 32, 48, 64, 80), "range 2": (6, 12, 18, 26)},
    # RM0351 6.4.4; DS10969 6.3.10.
    pll_input=(4, 16),
    pll_vco=(64, 344),
    pll_multiplier=(8, 86),
    pll_divider_max=8,
)

STM32L475 = Soc(
    name="stm32l475",
    core="cortex-m4",
    fpu=True,
    boot=0x08000000,
    memories=(
        Memory("flash", 0x08000000, 1024 * _KIB, "flash"),
        Memory("sram1", 0x20000000, 96 * _KIB, "ram"),
        Memory("sram2", 0x10000000, 32 * _KIB, "ram"),
    ),
    peripherals=(
        *SYSTEM_CONTROL,
        *FLOATING_POINT,
        Instance("RCC", "stm32l4.rcc", 0x40021000, options={"limits": _LIMITS}),
        Instance("PWR", "stm32l4.pwr", 0x40007000, Gate("APB1ENR1", 28)),
        Instance("FLASH", "stm32.flash", 0x40022000, options={"latency_bits": 3}),
        SYSCFG,
        *ports("ABCDEFGH"),
        *uarts(fifo=0),
        *TIMERS,
    ),
)
