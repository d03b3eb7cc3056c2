"""STM32U575 and U585 (RM0456, DS13737) with TrustZone off, as delivered (TZEN = 0).

There are then only the non-secure addresses: an access to a secure alias (0x0C00_0000, 0x3000_0000,
0x5000_0000 and above) finds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from neurio_gen.emulator.soc import Gate, Instance, Memory, Soc
from neurio_gen.emulator.socs.cortex_m import FLOATING_POINT, SYSTEM_CONTROL
from neurio_gen.emulator.stm32.limits import ClockLimits

_KIB = 1024

_LIMITS = ClockLimits(
    # RM0456 7.3: wait states according to CPU clock and supply, without low-power read mode; the
    # last of each are the limits of 10.5.4.
    wait_states={
        "range 1": (32, 64, 96, 128, 160),
        "range 2": (30, 60, 90, 110),
        "range 3": (24, 48, 55),
        "range 4": (12, 25),
    },
    # RM0456 11.4.6 and 11.4.10.
    pll_input=(4, 16),
    pll_vco=(128, 544),
    pll_multiplier=(4, 512),
    pll_divider_max=16,
)

_PORT_RESETS: Mapping[str, Mapping[str, int]] = {
    # JTAG and SWD pins are in use after reset (13.4).
    "A": {"MODER": 0xABFFFFFF, "OSPEEDR": 0x0C000000, "PUPDR": 0x64000000},
    "B": {"MODER": 0xFFFFFEBF, "PUPDR": 0x00000100},
}
_VDDIO2_PINS = {"G": 0xFFFC}  # PG2 to PG15 (10.4)

_PORTS = tuple(
    Instance(
        f"GPIO{name}",
        "stm32.gpio",
        0x42020000 + 0x400 * number,
        Gate("AHB2ENR1", number),
        options={"reset": _PORT_RESETS.get(name, {}), "vddio2": _VDDIO2_PINS.get(name, 0)},
    )
    for number, name in enumerate("ABCDEFGHI")
)

_USART1 = Instance(
    "USART1",
    "stm32.usart",
    0x40013800,
    Gate("APB2ENR", 14),
    interrupt=61,
    options={
        "low_power": False,
        "fifo": 8,
        "pins": {"PA9": 7, "PA10": 7, "PB6": 7, "PB7": 7, "PG9": 7, "PG10": 7},
        "kernel_clock": ("CCIPR1", 0, ("PCLK2", "SYSCLK", "HSI16", "LSE")),
    },
)

# All four count 32 bits (55.3). Internal triggers: each timer has the same list, without itself.
_TRIGGERS = ("TIM1", "TIM2", "TIM3", "TIM4")
_TIMERS = tuple(
    Instance(
        name,
        "stm32.timer",
        0x40000000 + 0x400 * number,
        Gate("APB1ENR1", number),
        interrupt=45 + number,
        options={
            "bits": 32,
            "bus": "PCLK1",
            "triggers": tuple("" if trigger == name else trigger for trigger in _TRIGGERS),
        },
    )
    for number, name in enumerate(("TIM2", "TIM3", "TIM4", "TIM5"))
)

STM32U575 = Soc(
    name="stm32u575",
    core="cortex-m33",
    fpu=True,
    boot=0x08000000,
    memories=(
        Memory("flash", 0x08000000, 2048 * _KIB, "flash"),
        # SRAM1 (192 KiB), SRAM2 (64 KiB) and SRAM3 (512 KiB) lie one behind the other (2.3).
        Memory("sram", 0x20000000, 768 * _KIB, "ram"),
        Memory("sram4", 0x28000000, 16 * _KIB, "ram"),
    ),
    peripherals=(
        *SYSTEM_CONTROL,
        *FLOATING_POINT,
        Instance("RCC", "stm32u5.rcc", 0x46020C00, options={"limits": _LIMITS}),
        Instance("PWR", "stm32u5.pwr", 0x46020800, Gate("AHB3ENR", 2)),
        Instance("FLASH", "stm32u5.flash", 0x40022000, Gate("AHB1ENR", 8)),
        Instance("ICACHE", "stm32u5.icache", 0x40030400),
        *_PORTS,
        _USART1,
        *_TIMERS,
    ),
)
