"""What STM32F4 and F7 share: addresses, gates, interrupts, values after reset.

RM0390, RM0383, RM0090, RM0385 and RM0410: memory map (2.2), RCC enable registers, vector table,
GPIO registers, internal triggers of the general-purpose timers; alternate functions from the data
sheets.
"""

from __future__ import annotations

from collections.abc import Mapping

from neurio_gen.emulator.soc import Gate, Instance
from neurio_gen.emulator.stm32.limits import ClockLimits

_PORT_RESETS: Mapping[str, Mapping[str, int]] = {
    # JTAG and SWD pins are in use after reset.
    "A": {"MODER": 0xA8000000, "OSPEEDR": 0x0C000000, "PUPDR": 0x64000000},
    "B": {"MODER": 0x00000280, "OSPEEDR": 0x000000C0, "PUPDR": 0x00000100},
}


def clock_and_power(
    limits: ClockLimits, apb: tuple[int, int], *, scale: int, overdrive: bool, second: bool
) -> tuple[Instance, ...]:
    """RCC, PWR and FLASH.

    `apb` are the highest clocks of both APBs in MHz, `scale` is the value of VOS after reset,
    `second` tells of UARTs of the second generation, which choose their clocks.
    """
    power = {"reset": scale << 14, "overdrive": overdrive}
    return (
        Instance(
            "RCC",
            "stm32f4.rcc",
            0x40023800,
            options={"limits": limits, "apb": apb, "dckcfgr2": second},
        ),
        Instance("PWR", "stm32f4.pwr", 0x40007000, Gate("APB1ENR", 28), options=power),
        Instance(
            "FLASH",
            "stm32.flash",
            0x40023C00,
            options={"latency_bits": 4, "reset": 0, "data_cache": not second},
        ),
    )


def ports(names: str) -> tuple[Instance, ...]:
    """GPIO ports by their letters."""
    return tuple(
        Instance(
            f"GPIO{name}",
            "stm32.gpio",
            0x40020000 + 0x400 * (ord(name) - ord("A")),
            Gate("AHB1ENR", ord(name) - ord("A")),
            options={"reset": {"MODER": 0, **_PORT_RESETS.get(name, {})}, "brr": False},
        )
        for name in names
    )


def uarts(names: tuple[str, ...], *, second: bool) -> tuple[Instance, ...]:
    """The UARTs that a debug probe may be wired to, with the pins they can be on."""
    return tuple(
        Instance(
            name,
            "stm32.usart" if second else "stm32.first_usart",
            base,
            gate,
            interrupt=interrupt,
            options={
                "low_power": False,
                "fifo": 0,
                "pins": dict.fromkeys(pins, 7),
                "kernel_clock": ("DCKCFGR2", low, (bus, "SYSCLK", "HSI", "LSE")) if second else bus,
            },
        )
        for name, base, gate, interrupt, low, bus, pins in (
            (
                *("USART1", 0x40011000, Gate("APB2ENR", 4), 37, 0, "PCLK2"),
                ("PA9", "PA10", "PB6", "PB7"),
            ),
            (
                *("USART2", 0x40004400, Gate("APB1ENR", 17), 38, 2, "PCLK1"),
                ("PA2", "PA3", "PD5", "PD6"),
            ),
            (
                *("USART3", 0x40004800, Gate("APB1ENR", 18), 39, 4, "PCLK1"),
                ("PB10", "PB11", "PC10", "PC11", "PD8", "PD9"),
            ),
        )
        if name in names
    )


TIMERS = tuple(
    Instance(
        name,
        "stm32.timer",
        0x40000000 + 0x400 * number,
        Gate("APB1ENR", number),
        interrupt=interrupt,
        options={"bits": bits, "bus": "PCLK1", "triggers": triggers},
    )
    for number, (name, interrupt, bits, triggers) in enumerate(
        (
            ("TIM2", 28, 32, ("TIM1", "TIM8", "TIM3", "TIM4")),
            ("TIM3", 29, 16, ("TIM1", "TIM2", "TIM5", "TIM4")),
            ("TIM4", 30, 16, ("TIM1", "TIM2", "TIM3", "TIM8")),
            ("TIM5", 50, 32, ("TIM2", "TIM3", "TIM4", "TIM8")),
        )
    )
)
