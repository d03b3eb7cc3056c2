"""What the chips of the STM32L4 and L4+ series share: addresses, gates, interrupts, reset values.

RM0351 and RM0432: memory map (2.2), RCC enable registers (6.4), vector table (13.3), GPIO (8.5).
"""

from __future__ import annotations

from collections.abc import Mapping

from neurio_gen.emulator.soc import Gate, Instance

_PORT_RESETS: Mapping[str, Mapping[str, int]] = {
    # JTAG and SWD pins are in use after reset (8.3.1).
    "A": {"MODER": 0xABFFFFFF, "OSPEEDR": 0x0C000000, "PUPDR": 0x64000000},
    "B": {"MODER": 0xFFFFFEBF, "PUPDR": 0x00000100},
}
_VDDIO2_PINS = {"G": 0xFFFC}  # PG2 to PG15 (5.1.2)


def ports(names: str) -> tuple[Instance, ...]:
    """GPIO ports by their letters."""
    return tuple(
        Instance(
            f"GPIO{name}",
            "stm32.gpio",
            0x48000000 + 0x400 * (ord(name) - ord("A")),
            Gate("AHB2ENR", ord(name) - ord("A")),
            options={"reset": _PORT_RESETS.get(name, {}), "vddio2": _VDDIO2_PINS.get(name, 0)},
        )
        for name in names
    )


def uarts(fifo: int) -> tuple[Instance, ...]:
    """The UARTs that a debug probe may be wired to, with the pins they can be on.

    `fifo` is the bytes that their FIFOs hold, 0 where there are none.
    """
    clocks = ("SYSCLK", "HSI16", "LSE")
    return (
        Instance(
            "LPUART1",
            "stm32.usart",
            0x40008000,
            Gate("APB1ENR2", 0),
            interrupt=70,
            options={
                "low_power": True,
                "fifo": fifo,
                "pins": {"PA2": 8, "PA3": 8, "PB10": 8, "PB11": 8, "PC0": 8, "PC1": 8}
                | {"PG7": 8, "PG8": 8},
                "kernel_clock": ("CCIPR", 10, ("PCLK1", *clocks)),
            },
        ),
        Instance(
            "USART1",
            "stm32.usart",
            0x40013800,
            Gate("APB2ENR", 14),
            interrupt=37,
            options={
                "low_power": False,
                "fifo": fifo,
                "pins": {"PA9": 7, "PA10": 7, "PB6": 7, "PB7": 7, "PG9": 7, "PG10": 7},
                "kernel_clock": ("CCIPR", 0, ("PCLK2", *clocks)),
            },
        ),
        Instance(
            "USART2",
            "stm32.usart",
            0x40004400,
            Gate("APB1ENR1", 17),
            interrupt=38,
            options={
                "low_power": False,
                "fifo": fifo,
                "pins": {"PA2": 7, "PA3": 7, "PD5": 7, "PD6": 7},
                "kernel_clock": ("CCIPR", 2, ("PCLK1", *clocks)),
            },
        ),
        Instance(
            "USART3",
            "stm32.usart",
            0x40004800,
            Gate("APB1ENR1", 18),
            interrupt=39,
            options={
                "low_power": False,
                "fifo": fifo,
                "pins": {"PB10": 7, "PB11": 7, "PC4": 7, "PC5": 7, "PD8": 7, "PD9": 7},
                "kernel_clock": ("CCIPR", 4, ("PCLK1", *clocks)),
            },
        ),
    )


# Internal triggers: RM0432 38.4.3, table of the TIMx internal trigger connection.
TIMERS = tuple(
    Instance(
        name,
        "stm32.timer",
        base,
        Gate("APB1ENR1", bit),
        interrupt=interrupt,
        options={"bits": bits, "bus": "PCLK1", "triggers": triggers},
    )
    for name, base, bit, interrupt, bits, triggers in (
        ("TIM2", 0x40000000, 0, 28, 32, ("TIM1", "TIM8", "TIM3", "TIM4")),
        ("TIM3", 0x40000400, 1, 29, 16, ("TIM1", "TIM2", "TIM15", "TIM4")),
        ("TIM4", 0x40000800, 2, 30, 16, ("TIM1", "TIM2", "TIM3", "TIM8")),
        ("TIM5", 0x40000C00, 3, 50, 32, ("TIM2", "TIM3", "TIM4", "TIM8")),
    )
)

SYSCFG = Instance("SYSCFG", "stm32l4.syscfg", 0x40010000, Gate("APB2ENR", 0))
