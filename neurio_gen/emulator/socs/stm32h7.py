"""STM32H743 and H753 of revision V (RM0433, DS12110), H7A3 and H7B3 with SMPS (RM0455, DS13195)."""

from __future__ import annotations

from collections.abc import Mapping

from neurio_gen.emulator.soc import Gate, Instance, Memory, Soc
from neurio_gen.emulator.socs.cortex_m import CACHED_SYSTEM_CONTROL, FLOATING_POINT
from neurio_gen.emulator.stm32h7.limits import H7A3, H743, ChipLimits

_KIB = 1024
_IDENTITY = 0x2003_6450  # revision V, device 0x450 (DBGMCU_IDC)

_PORT_RESETS: Mapping[str, Mapping[str, int]] = {
    # JTAG and SWD pins are in use after reset (11.4).
    "A": {"MODER": 0xABFFFFFF, "OSPEEDR": 0x0C000000, "PUPDR": 0x64000000},
    "B": {"MODER": 0xFFFFFEBF, "OSPEEDR": 0x000000C0, "PUPDR": 0x00000100},
}
_PORTS = tuple(
    Instance(
        f"GPIO{name}",
        "stm32.gpio",
        0x58020000 + 0x400 * number,
        Gate("AHB4ENR", number),
        options={"reset": _PORT_RESETS.get(name, {}), "brr": False},
    )
    for number, name in enumerate("ABCDEFGHIJK")
)


_KERNEL_CLOCKS = ("PLL2Q", "PLL3Q", "HSI", "CSI", "LSE")


def _uarts(chooser: str) -> tuple[Instance, ...]:
    """The UARTs; `chooser` is the register that chooses what feeds them."""
    return tuple(
        Instance(
            name,
            "stm32.usart",
            base,
            gate,
            interrupt=interrupt,
            options={
                "low_power": False,
                "fifo": 16,
                "pins": pins,
                "kernel_clock": (chooser, low, (bus, *_KERNEL_CLOCKS)),
            },
        )
        for name, base, gate, interrupt, low, bus, pins in (
            (
                *("USART1", 0x40011000, Gate("APB2ENR", 4), 37, 3, "PCLK2"),
                {"PA9": 7, "PA10": 7, "PB6": 7, "PB7": 7, "PB14": 4, "PB15": 4},
            ),
            (
                *("USART2", 0x40004400, Gate("APB1LENR", 17), 38, 0, "PCLK1"),
                {"PA2": 7, "PA3": 7, "PD5": 7, "PD6": 7},
            ),
            (
                *("USART3", 0x40004800, Gate("APB1LENR", 18), 39, 0, "PCLK1"),
                {"PB10": 7, "PB11": 7, "PC10": 7, "PC11": 7, "PD8": 7, "PD9": 7},
            ),
        )
    )


# Internal triggers: chapter of the general-purpose timers, table of the TIMx internal trigger
# connection.
_TIMERS = tuple(
    Instance(
        name,
        "stm32.timer",
        0x40000000 + 0x400 * number,
        Gate("APB1LENR", number),
        interrupt=interrupt,
        options={"bits": bits, "bus": "PCLK1", "triggers": triggers},
    )
    for number, (name, interrupt, bits, triggers) in enumerate(
        (
            ("TIM2", 28, 32, ("TIM1", "TIM8", "TIM3", "TIM4")),
            ("TIM3", 29, 16, ("TIM1", "TIM2", "TIM15", "TIM4")),
            ("TIM4", 30, 16, ("TIM1", "TIM2", "TIM3", "TIM8")),
            ("TIM5", 50, 32, ("TIM1", "TIM8", "TIM3", "TIM4")),
        )
    )
)


def _chip(
    name: str,
    axi_sram: int,
    *,
    clock: str,
    supply: str,
    flash: int,
    limits: ChipLimits,
    chooser: str,
    own: tuple[Instance, ...] = (),
) -> Soc:
    """A chip; `clock` and `supply` are the models of RCC and PWR, `flash` is ACR after reset."""
    return Soc(
        name=name,
        core="cortex-m7",
        fpu=True,
        boot=0x08000000,
        memories=(
            # Without SRAMs whose clocks are off after reset, and what no image lies in (2.4).
            Memory("itcm", 0x00000000, 64 * _KIB, "ram"),
            Memory("flash", 0x08000000, 2048 * _KIB, "flash"),
            Memory("dtcm", 0x20000000, 128 * _KIB, "ram"),
            Memory("axi_sram", 0x24000000, axi_sram * _KIB, "ram"),
        ),
        peripherals=(
            *CACHED_SYSTEM_CONTROL,
            *FLOATING_POINT,
            Instance("RCC", clock, 0x58024400, options={"limits": limits}),
            Instance("PWR", supply, 0x58024800),
            Instance("FLASH", "stm32h7.flash", 0x52002000, options={"reset": flash}),
            *_PORTS,
            *_uarts(chooser),
            *_TIMERS,
            *own,
        ),
    )


STM32H743 = _chip(
    "stm32h743",
    512,
    clock="stm32h7.rcc",
    supply="stm32h7.pwr",
    flash=0x37,
    limits=H743,
    chooser="D2CCIP2R",
    own=(
        Instance("SYSCFG", "stm32h7.syscfg", 0x58000400, Gate("APB4ENR", 1)),
        Instance("DBGMCU", "stm32h7.dbgmcu", 0x5C001000, options={"idcode": _IDENTITY}),
    ),
)
# Its three AXI SRAMs lie one behind the other.
STM32H7A3 = _chip(
    "stm32h7a3",
    1024,
    clock="stm32h7a3.rcc",
    supply="stm32h7a3.pwr",
    flash=0x13,
    limits=H7A3,
    chooser="CDCCIP2R",
)
