"""Writes of the boards' own firmware that go wrong, and what the run has to say of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """A write of the firmware that goes wrong, and what the run has to say about it.

    `wrong` gives the value that is written instead, None where the write is missing.
    """

    board: str
    name: str
    register: str
    wrong: Callable[[int], int] | None
    cause: str


WRONG_WRITES = (
    Slip(
        "disco_l475vg_iot01a",
        "UART without clock",
        "RCC.APB2ENR",
        None,
        "USART1 while its clock is off",
    ),
    Slip(
        "disco_l475vg_iot01a",
        "divisor of another clock",
        "USART1.BRR",
        lambda _: 120_000_000 // 115_200,
        "76,849 baud",
    ),
    Slip(
        "disco_l475vg_iot01a",
        "pins on another function",
        "GPIOB.AFRL",
        lambda value: value & ~(0xF << 24) | 4 << 24,
        "needs pin PB6 on alternate function AF7, it is on AF4",
    ),
    Slip("nucleo_h743zi", "overdrive missing", "SYSCFG.PWRCR", None, "480 MHz in VOS1"),
    Slip(
        "nucleo_h743zi",
        "PLL too fast",
        "RCC.PLL1DIVR",
        lambda value: value + 1,
        "VCO in MHz at 968, outside 192 to 960",
    ),
    Slip("nucleo_h743zi", "HSE as a crystal", "RCC.CR", lambda v: v & ~(1 << 18), "no crystal"),
    Slip("nucleo_h743zi", "AHB not divided", "RCC.D1CFGR", None, "AXI and AHB at 480 MHz"),
    Slip(
        "nucleo_h743zi",
        "half of the data cache",
        "CACHE.DCISW",
        lambda value: value & ~(1 << 31),
        "256 of its lines have not been invalidated",
    ),
    Slip("nucleo_h743zi", "cycle counter locked", "DWT.LAR", None, "software lock is closed"),
    Slip("nucleo_h743zi", "UART off", "RCC.APB1LENR", lambda v: v & ~(1 << 18), "USART3 while"),
    Slip(
        "nucleo_h743zi",
        "pins on another function",
        "GPIOD.AFRH",
        lambda value: value & ~0xF | 4,
        "needs pin PD8 on alternate function AF7, it is on AF4",
    ),
    Slip(
        "nucleo_h743zi",
        "divisor of another clock",
        "USART3.BRR",
        lambda _: 100_000_000 // 115_200,
        "138,249 baud",
    ),
    Slip("nucleo_h7a3zi_q", "LDO instead", "PWR.CR3", lambda _: 2, "supply VCORE by the SMPS"),
    Slip("nucleo_h7a3zi_q", "lowest voltage", "PWR.SRDCR", None, "280 MHz in VOS3"),
    Slip(
        "nucleo_h7a3zi_q",
        "second voltage scale",
        "PWR.SRDCR",
        lambda value: value & ~(1 << 14),
        "280 MHz in VOS1, which allows 225 MHz",
    ),
    Slip("nucleo_h7a3zi_q", "HSE as a crystal", "RCC.CR", lambda v: v & ~(1 << 18), "no crystal"),
    Slip("nucleo_h7a3zi_q", "APB1 not divided", "RCC.CDCFGR2", None, "PCLK1 at 280 MHz"),
    Slip(
        "nucleo_h7a3zi_q",
        "PLL too fast",
        "RCC.PLL1DIVR",
        lambda value: value + 36,
        "VCO in MHz at 568, outside 128 to 560",
    ),
    Slip("nucleo_h7a3zi_q", "UART off", "RCC.APB1LENR", lambda v: v & ~(1 << 18), "USART3 while"),
    Slip(
        "nucleo_h7a3zi_q",
        "divisor of another clock",
        "USART3.BRR",
        lambda _: 280_000_000 // 115_200,
        "57,6",
    ),
    Slip(
        "nucleo_u575zi_q",
        "power control without clock",
        "RCC.AHB3ENR",
        None,
        "PWR while its clock is off",
    ),
    Slip(
        "nucleo_u575zi_q",
        "crystal behind the lock",
        "PWR.DBPR",
        None,
        "writes RCC_BDCR while the backup domain is locked",
    ),
    Slip(
        "nucleo_u575zi_q",
        "booster on half its clock",
        "RCC.PLL1CFGR",
        lambda value: value | 1 << 12,
        "runs the EPOD booster on 2 MHz, outside 4 to 16 MHz",
    ),
    Slip(
        "nucleo_u575zi_q",
        "PLL too fast",
        "RCC.PLL1DIVR",
        lambda value: value + 5,
        "runs the core at 170 MHz in voltage range 1, which allows 160 MHz",
    ),
    Slip(
        "nucleo_u575zi_q",
        "pins on another function",
        "GPIOA.AFRH",
        lambda value: value & ~(0xF << 4) | 4 << 4,
        "needs pin PA9 on alternate function AF7, it is on AF4",
    ),
    Slip(
        "nucleo_u575zi_q",
        "divisor of another clock",
        "USART1.BRR",
        lambda _: 120_000_000 // 115_200,
        "153,698 baud",
    ),
    Slip("nucleo_f446re", "UART off", "RCC.APB1ENR", lambda v: v & ~(1 << 17), "USART2 while its"),
    Slip("nucleo_f446re", "power off", "RCC.APB1ENR", lambda v: v & ~(1 << 28), "PWR while its"),
    Slip("nucleo_f446re", "HSE as a crystal", "RCC.CR", lambda v: v & ~(1 << 18), "no crystal"),
    Slip(
        "nucleo_f446re",
        "second voltage scale",
        "PWR.CR",
        lambda value: value & ~(1 << 14),
        "runs the core at 180 MHz in voltage scale 2 with over-drive, which allows 168 MHz",
    ),
    Slip("nucleo_f446re", "APB1 not divided", "RCC.CFGR", lambda v: v & 3, "PCLK1 at 180 MHz"),
    Slip(
        "nucleo_f446re",
        "divisor of another clock",
        "USART2.BRR",
        lambda _: 90_000_000 // 115_200,
        "57,6",
    ),
    Slip(
        "nucleo_f446re",
        "pins on another function",
        "GPIOA.AFRL",
        lambda value: value & ~(15 << 8) | 1 << 8,
        "needs pin PA2 on alternate function AF7, it is on AF1",
    ),
    Slip(
        "nucleo_f411re",
        "PLL too fast",
        "RCC.PLLCFGR",
        lambda value: value + (10 << 6),
        "runs the core at 110 MHz in voltage scale 1, which allows 100 MHz",
    ),
    Slip("nucleo_f411re", "UART off", "RCC.APB1ENR", lambda v: v & ~(1 << 17), "USART2 while its"),
    Slip("disco_f746ng", "clock from outside", "RCC.CR", lambda v: v | 1 << 18, "gets no clock"),
    Slip("disco_f746ng", "UART off", "RCC.APB2ENR", None, "USART1 while its clock is off"),
    Slip("disco_f746ng", "receiver's port off", "RCC.AHB1ENR", lambda v: v & ~2, "GPIOB while"),
    Slip(
        "nucleo_f767zi",
        "half of the data cache",
        "CACHE.DCISW",
        lambda value: value & ~(1 << 31),
        "of its lines have not been invalidated",
    ),
    Slip(
        "nucleo_f767zi",
        "divisor of another clock",
        "USART3.BRR",
        lambda _: 108_000_000 // 115_200,
        "57,6",
    ),
    Slip(
        "nucleo_f767zi",
        "PLL's third output too fast",
        "RCC.PLLCFGR",
        lambda value: value & ~(15 << 24) | 4 << 24,
        "its 48 MHz output has 108 MHz",
    ),
    Slip(
        "nano33ble",
        "pins of the other port",
        "UART0.PSELTXD",
        lambda value: value & 31,
        "needs TXD on pin P1.03, it is on P0.03",
    ),
    Slip("nano33ble", "UART off", "UART0.ENABLE", None, "before ENABLE and TASKS_STARTTX"),
    Slip("nano33ble", "pin left input", "P1.DIRSET", None, "needs pin P1.03 as an output at 1"),
    *(
        broken
        for board, rtc, clock, uart, buses in (
            ("esp32c3", "RTC_CNTL", "SYSTEM.SYSCLK_CONF", "UART0.CLKDIV", "EXTMEM.ICACHE_CTRL1"),
            ("esp32c6", "LP_WDT", "PCR.SYSCLK_CONF", "UART0.CLKDIV", "EXTMEM.L1_CACHE_CTRL"),
        )
        for broken in (
            Slip(
                board,
                "RTC's watchdog left on",
                f"{rtc}.WDTCONFIG0",
                None,
                "the RTC's watchdog runs",
            ),
            Slip(board, "super watchdog", f"{rtc}.SWD_CONF", None, "the super watchdog runs"),
            Slip(board, "group's watchdog", "TIMG0.WDTCONFIG0", None, "watchdog of TIMG0 runs"),
            Slip(board, "protected watchdog", f"{rtc}.SWD_WPROTECT", lambda _: 0, "protects it"),
            Slip(board, "reserved clock", clock, lambda v: v | 0x30C00, "a reserved source"),
            Slip(board, "another rate", uart, lambda v: v // 2, "but the line is at 115,200"),
            Slip(board, "cache's buses shut", buses, None, "core's buses are shut off"),
            Slip(
                board,
                "pin as GPIO",
                "IO_MUX.GPIO" + ("21" if board == "esp32c3" else "16"),
                lambda v: v | 1 << 12,
                "on function 0, it is on 1",
            ),
            Slip(
                board,
                "timer stopped",
                "SYSTIMER.CONF",
                lambda v: v & ~(1 << 30),
                "UNIT0 does not count",
            ),
        )
    ),
    Slip("esp32c3", "PLL's block not reached", "ANALOG.ANA_CONFIG", None, "shuts them off"),
    Slip("esp32c3", "PLL at 320 MHz", "SYSTEM.CPU_PER_CONF", lambda v: v & ~4, "320 MHz"),
    Slip("esp32c3", "calibration stopped", "ANALOG.ANA_CONF0", None, "before its calibration"),
    Slip("esp32c6", "bus without clock", "MODEM_LPCON.CLK_CONF", None, "its clock is off"),
    Slip("esp32c6", "PLL without power", "PMU.IMM_HP_CK_POWER", None, "leaves off"),
    Slip("esp32c6", "voltage too low", "PMU.HP_ACTIVE_HP_REGULATOR0", None, "with voltage 24"),
    Slip("esp32c6", "PLL's block not reached", "ANALOG.ANA_CONF1", None, "shuts them off"),
    Slip("esp32c6", "page not valid", "SPI0.MMU_ITEM_CONTENT", lambda v: v & 0x1FF, "not map"),
    Slip("nrf52840_dk", "UART off", "UART0.ENABLE", None, "before ENABLE and TASKS_STARTTX"),
    Slip(
        "nrf52840_dk",
        "half the baud rate",
        "UART0.BAUDRATE",
        lambda value: value // 2,
        "57,",
    ),
    Slip(
        "nrf52840_dk",
        "another pin",
        "UART0.PSELTXD",
        lambda _: 7,
        "needs TXD on pin P0.06, it is on P0.07",
    ),
    Slip("nrf52840_dk", "pin left input", "P0.DIRSET", None, "needs pin P0.06 as an output at 1"),
    Slip(
        "nrf52840_dk",
        "event of a timer that does not exist",
        "PPI.EEP0",
        lambda value: value + 0x10000,
        "connects 0x40018144 to 0x40009008 by PPI",
    ),
    Slip("teensy41", "voltage left", "DCDC.REG3", None, "at 600 MHz with 1.15 V, which needs 1.25"),
    Slip("teensy41", "converter off", "CCM.CCGR6", None, "DCDC while its clock is off"),
    Slip("teensy41", "voltage too high", "DCDC.REG3", lambda v: v | 31, "sets VDD_SOC to 1.575 V"),
    Slip("teensy41", "PLL in use", "CCM.CBCDR", None, "the ARM PLL while the core runs from it"),
    Slip(
        "teensy41",
        "PLL off",
        "CCM_ANALOG.PLL_ARM",
        lambda v: v & ~(1 << 13),
        "waits for the ARM PLL, which is off",
    ),
    Slip(
        "teensy41",
        "PLL too fast",
        "CCM_ANALOG.PLL_ARM",
        lambda v: v + 8,
        "runs the core at 648 MHz",
    ),
    Slip("teensy41", "IPG not divided", "CCM.CBCDR", lambda v: v & ~(2 << 8), "IPG bus at 396 MHz"),
    Slip("teensy41", "UARTs on a PLL", "CCM.CSCDR1", None, "at 384,615 baud"),
    Slip("teensy41", "timers on the bus", "CCM.CSCMR1", None, "the timers at 150 MHz"),
    Slip("teensy41", "banks not set", "IOMUXC_GPR.GPR17", None, "0 KiB that FlexRAM gives it"),
    Slip("teensy41", "banks not used", "IOMUXC_GPR.GPR16", None, "before FlexRAM's banks are set"),
    Slip("teensy41", "memory too narrow", "IOMUXC_GPR.GPR14", None, "of which the core sees 128"),
    Slip("teensy41", "one bank of code less", "IOMUXC_GPR.GPR17", lambda _: 0xAAAAAAAA, "ITCM"),
    Slip(
        "teensy41", "code region never executed", "MPU.RASR", lambda v: v | 1 << 28, "forbids code"
    ),
    Slip("teensy41", "RAM read-only", "MPU.RASR", lambda v: v | 1 << 26, "the stack"),
    Slip(
        "teensy41", "half of the data cache", "CACHE.DCISW", lambda v: v & ~(1 << 31), "512 of its"
    ),
    Slip("teensy41", "UART off", "CCM.CCGR3", lambda v: v & ~(3 << 6), "LPUART6 while its clock"),
    Slip("teensy41", "pin left GPIO", "IOMUXC.GPIO_AD_B0_02", None, "AD_B0_02 on function ALT2"),
    Slip("teensy41", "input from another pad", "IOMUXC.LPUART6_RX_SELECT", None, "another pad"),
    Slip("teensy41", "another rate", "LPUART6.BAUD", lambda v: v + 4, "but the line is at 115,200"),
    Slip("teensy41", "timers not chained", "PIT.TCTRL1", lambda _: 1, "which does not count"),
    Slip("teensy41", "timer off", "PIT.MCR", None, "one timer of 64 bits, which does not count"),
    Slip(
        "teensy41", "sync pin of a bus", "IOMUXC.GPIO_EMC_04", lambda _: 0, "needs pad GPIO_EMC_04"
    ),
    Slip(
        "rpipico2-riscv",
        "VCO too fast",
        "PLL_SYS.FBDIV_INT",
        lambda value: value + 9,
        "VCO in MHz at 1608, outside 750 to 1600",
    ),
    Slip("rpipico2-riscv", "pad isolated", "PADS_BANK0.GPIO0", None, "whose pad is isolated"),
    Slip("rpipico2-riscv", "clk_peri off", "CLOCKS.CLK_PERI_CTRL", None, "clk_peri is off"),
    Slip(
        "rpipico2",
        "PLL too fast",
        "PLL_SYS.FBDIV_INT",
        lambda value: value + 5,
        "runs the core at 156 MHz; it allows 150 MHz",
    ),
    Slip("rpipico2", "pad isolated", "PADS_BANK0.GPIO0", None, "whose pad is isolated (ISO)"),
    Slip("rpipico2", "clk_peri off", "CLOCKS.CLK_PERI_CTRL", None, "while clk_peri is off"),
    Slip("rpipico2", "tick too fast", "TICKS.TIMER0_CYCLES", lambda v: v - 6, "at 2,000,000 Hz"),
    Slip(
        "rpipico2",
        "divisor of another clock",
        "UART0.IBRD",
        lambda value: value + 9,
        "but the line is at 115,200",
    ),
    Slip(
        "rpipico2",
        "pin on another function",
        "IO_BANK0.GPIO0_CTRL",
        lambda value: value + 1,
        "needs pin GP0 on function F2",
    ),
    Slip(
        "rpipico",
        "VCO too fast",
        "PLL_SYS.FBDIV_INT",
        lambda value: value + 1,
        "VCO in MHz at 1608, outside 750 to 1600",
    ),
    Slip(
        "rpipico",
        "crystal not awaited",
        "XOSC.STARTUP",
        lambda _: 1,
        "gives XOSC 21 us to start",
    ),
    Slip("rpipico", "clk_peri off", "CLOCKS.CLK_PERI_CTRL", None, "while clk_peri is off"),
    Slip("rpipico", "dividers not taken over", "UART0.LCR_H", None, "other frames than 8N1"),
    Slip(
        "rpipico",
        "pin without its function",
        "IO_BANK0.GPIO0_CTRL",
        None,
        "needs pin GP0 on function F2",
    ),
    Slip("rpipico", "tick too fast", "WATCHDOG.TICK", lambda v: v - 6, "at 2,000,000 Hz"),
    Slip(
        "rpipico",
        "flash interface in another format",
        "SSI.SPI_CTRLR0",
        lambda value: value ^ 1 << 2 if value >> 24 else value,
        "executes from the flash, which the SSI cannot read: SPI_CTRLR0",
    ),
)
