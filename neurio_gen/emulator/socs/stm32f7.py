"""STM32F746 and F767 (RM0385, RM0410; data sheets DS10916, DS11532)."""

from __future__ import annotations

from neurio_gen.emulator.soc import Memory, Soc
from neurio_gen.emulator.socs.cortex_m import CACHED_SYSTEM_CONTROL, FLOATING_POINT
from neurio_gen.emulator.socs.stm32f4f7 import TIMERS, clock_and_power, ports, uarts
from neurio_gen.emulator.stm32.limits import ClockLimits

_KIB = 1024

# RM0410 3.3.2, at 2.7 to 3.6 V; voltage scales from 4.1.4; the same in RM0385.
_STEPS = (30, 60, 90, 120, 150, 180)
_LIMITS = ClockLimits(
    wait_states={
        "scale 1 with over-drive": (*_STEPS, 210, 216),
        "scale 1": _STEPS,
        "scale 2 with over-drive": _STEPS,
        "scale 2": (*_STEPS[:5], 168),
        "scale 3": (*_STEPS[:4], 144),
    },
    pll_input=(0.95, 2.1),
    pll_vco=(100, 432),
    pll_multiplier=(50, 432),
    pll_divider_min=2,
    pll_divider_max=63,
)


def _chip(name: str, flash: int, dtcm: int, sram: int) -> Soc:
    return Soc(
        name=name,
        core="cortex-m7",
        fpu=True,
        boot=0x08000000,
        memories=(
            Memory("itcm", 0x00000000, 16 * _KIB, "ram"),
            Memory("flash", 0x08000000, flash * _KIB, "flash"),
            # SRAM1 and SRAM2 lie one behind the other, right behind the DTCM (2.2).
            Memory("dtcm", 0x20000000, dtcm * _KIB, "ram"),
            Memory("sram", 0x20000000 + dtcm * _KIB, sram * _KIB, "ram"),
        ),
        peripherals=(
            *CACHED_SYSTEM_CONTROL,
            *FLOATING_POINT,
            *clock_and_power(_LIMITS, (54, 108), scale=3, overdrive=True, second=True),
            *ports("ABCDEFGHIJK"),
            *uarts(("USART1", "USART2", "USART3"), second=True),
            *TIMERS,
        ),
    )


STM32F746 = _chip("stm32f746", 1024, 64, 256)
STM32F767 = _chip("stm32f767", 2048, 128, 384)
