"""STM32L4R5, STM32L4R7 and L4R9 (RM0432, DS12023)."""

from __future__ import annotations

from neurio_gen.emulator.soc import Gate, Instance, Memory, Soc
from neurio_gen.emulator.socs.cortex_m import FLOATING_POINT, SYSTEM_CONTROL
from neurio_gen.emulator.socs.stm32l4 import SYSCFG, TIMERS, ports, uarts
from neurio_gen.emulator.stm32.limits import ClockLimits

_KIB = 1024

_LIMITS = ClockLimits(
    # RM0432 3.3.3, table 12: wait states according to CPU clock and supply.
    wait_states={
        "range 1 boost": (20, 40, 60, 80, 100, 120),
        "range 1": (20, 40, 60, 80),
        "range 2": (8, 16, 26),
    },
    # RM0432 6.4.4; DS12023 6.3.10.
    pll_input=(2.66, 16),
    pll_vco=(64, 344),
    pll_multiplier=(8, 127),
    pll_divider_max=16,
    needs_intermediate_step=True,
)

STM32L4R5 = Soc(
    name="stm32l4r5",
    core="cortex-m4",
    fpu=True,
    boot=0x08000000,
    memories=(
        Memory("flash", 0x08000000, 2048 * _KIB, "flash"),
        # SRAM1 (192 KiB), SRAM2 (64 KiB) and SRAM3 (384 KiB) lie one behind the other (2.4).
        Memory("sram", 0x20000000, 640 * _KIB, "ram"),
        # The core fetches code from SRAM2 here by its code bus.
        Memory("sram2", 0x10000000, 64 * _KIB, "ram", view=0x20030000),
    ),
    peripherals=(
        *SYSTEM_CONTROL,
        *FLOATING_POINT,
        Instance("RCC", "stm32l4.rcc", 0x40021000, options={"limits": _LIMITS}),
        Instance("PWR", "stm32l4.pwr", 0x40007000, Gate("APB1ENR1", 28), options={"boost": True}),
        Instance("FLASH", "stm32.flash", 0x40022000, options={"latency_bits": 4}),
        SYSCFG,
        *ports("ABCDEFGHI"),
        *uarts(fifo=8),
        *TIMERS,
        # RM0432 2.2, 6.4, and the request numbers of 12.3.
        Instance("DMA1", "stm32.dma", 0x40020000, Gate("AHB1ENR", 0)),
        Instance("DMAMUX1", "stm32.dmamux", 0x40020800, Gate("AHB1ENR", 2)),
        Instance(
            "SAI1",
            "stm32.sai",
            0x40015400,
            Gate("APB2ENR", 21),
            options={"request": 36, "pins": {"PE4": 13, "PE5": 13, "PE6": 13}},
        ),
    ),
)
