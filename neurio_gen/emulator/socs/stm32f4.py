"""STM32F411, F429 and F446 (RM0383, RM0090, RM0390; data sheets DS10314, DS9405, DS10693)."""

from __future__ import annotations

from neurio_gen.emulator.soc import Memory, Soc
from neurio_gen.emulator.socs.cortex_m import FLOATING_POINT, SYSTEM_CONTROL
from neurio_gen.emulator.socs.stm32f4f7 import TIMERS, clock_and_power, ports, uarts
from neurio_gen.emulator.stm32.limits import ClockLimits

_KIB = 1024

# RM0390 3.3.2 and RM0090 3.5.1, at 2.7 to 3.6 V; voltage scales from 5.1.3 of both.
_STEPS = (30, 60, 90, 120, 150)
_F42_LIMITS = ClockLimits(
    wait_states={
        "scale 1 with over-drive": (*_STEPS, 180),
        "scale 1": (*_STEPS, 168),
        "scale 2 with over-drive": (*_STEPS, 168),
        "scale 2": (*_STEPS[:4], 144),
        "scale 3": _STEPS[:4],
    },
    pll_input=(0.95, 2.1),
    pll_vco=(100, 432),
    pll_multiplier=(50, 432),
    pll_divider_min=2,
    pll_divider_max=63,
)
# RM0383 3.4.1, at 2.7 to 3.6 V, and 5.1.3.
_F411_LIMITS = ClockLimits(
    wait_states={"scale 1": (30, 64, 90, 100), "scale 2": (30, 64, 84), "scale 3": (30, 64)},
    pll_input=(0.95, 2.1),
    pll_vco=(100, 432),
    pll_multiplier=(50, 432),
    pll_divider_min=2,
    pll_divider_max=63,
)


def _chip(name: str, flash: int, ram: int, letters: str, *, fast: bool) -> Soc:
    limits, apb = (_F42_LIMITS, (45, 90)) if fast else (_F411_LIMITS, (50, 100))
    return Soc(
        name=name,
        core="cortex-m4",
        fpu=True,
        boot=0x08000000,
        memories=(
            Memory("flash", 0x08000000, flash * _KIB, "flash"),
            Memory("sram", 0x20000000, ram * _KIB, "ram"),
        ),
        peripherals=(
            *SYSTEM_CONTROL,
            *FLOATING_POINT,
            *clock_and_power(limits, apb, scale=3 if fast else 2, overdrive=fast, second=False),
            *ports(letters),
            *uarts(("USART1", "USART2", *(("USART3",) if fast else ())), second=False),
            *TIMERS,
        ),
    )


STM32F411 = _chip("stm32f411", 512, 128, "ABCDEH", fast=False)
# SRAM1, SRAM2 and SRAM3 lie one behind the other; the CCM RAM, which has its own bus, is left out.
STM32F429 = _chip("stm32f429", 2048, 192, "ABCDEFGHIJK", fast=True)
STM32F446 = _chip("stm32f446", 512, 128, "ABCDEFGH", fast=True)
