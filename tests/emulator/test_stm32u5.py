"""The STM32U5: the order in which it is set up is the manual's, and each slip has its message."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from neurio_gen.emulator.board import EmulatedBoard, Reason
from neurio_gen.emulator.fault import EmulationFault
from tests.emulator.firmware_builder import build
from tests.emulator.slips import Broken, broken, console

CORE = ("-mcpu=cortex-m33", "-mthumb", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard")
REGISTERS = """
#define RCC(offset) REGISTER(0x46020C00 + (offset))
#define PWR(offset) REGISTER(0x46020800 + (offset))
#define FLASH(offset) REGISTER(0x40022000 + (offset))
#define ICACHE(offset) REGISTER(0x40030400 + (offset))
#define GPIOA(offset) REGISTER(0x42020000 + (offset))
#define USART1(offset) REGISTER(0x40013800 + (offset))
#define TIM2(offset) REGISTER(0x40000000 + (offset))
#define TIM3(offset) REGISTER(0x40000400 + (offset))
"""
DECLARATIONS = REGISTERS + console("USART1")
# MSIS, trimmed by the crystal, 4 MHz * 80 / 2; USART1 on PA9 and PA10.
STEPS = {
    "power": "RCC(0x94) |= 1u << 2;",
    "backup": "PWR(0x28) = 1;",
    "drive": "RCC(0xF0) |= 2u << 3;",
    "crystal": "RCC(0xF0) |= 1u; await(&RCC(0xF0), 1);",
    "lsesys": "RCC(0xF0) |= 1u << 7; await(&RCC(0xF0), 11);",
    "trim": "RCC(0x00) |= 1u << 6; RCC(0x00) |= 1u << 3;",
    "pll": "RCC(0x28) = 1u | 1u << 18; RCC(0x34) = 79u | 1u << 24;",
    "voltage": "PWR(0x0C) = 3u << 16; await(&PWR(0x0C), 15);",
    "booster": "PWR(0x0C) |= 1u << 18; await(&PWR(0x0C), 14);",
    "flash": "FLASH(0x00) = 4u | 1u << 8;",
    "cache": "while (ICACHE(0x04) & 1u) {} ICACHE(0x00) |= 1u;",
    "lock": "RCC(0x00) |= 1u << 24; await(&RCC(0x00), 25);",
    "switch": "RCC(0x1C) |= 3u; while ((RCC(0x1C) & 12u) != 12u) {}",
    "port": "RCC(0x8C) |= 1u << 0;",
    "pins": "GPIOA(0x24) |= 0x77u << 4; GPIOA(0x00) = (GPIOA(0x00) & ~(15u << 18)) | 10u << 18;",
    "uart": "RCC(0xA4) |= 1u << 14;",
    "rate": "USART1(0x0C) = 160000000 / 115200; USART1(0x00) = 1u | 1u << 2 | 1u << 3;",
    "test": 'send("U575\\n");',
}


def boot(folder: Path, steps: Mapping[str, str], *defines: str) -> EmulatedBoard:
    """The board with firmware whose steps are these instead of the right ones."""
    body = "\n".join((STEPS | dict(steps)).values()) + "for (;;) (void)USART1(0x1C);"
    elf = build(folder, f"{DECLARATIONS}\n---\n{body}", "NO_SET_UP", *defines, core=CORE)
    return EmulatedBoard("nucleo_u575zi_q", elf)


def test_right_order(tmp_path: Path) -> None:
    """Given the manual's order, when it runs, then the core is at 160 MHz and the console works."""
    board = boot(tmp_path, {})
    assert board.run() is Reason.WAITING
    assert board.read() == b"U575\n"
    assert board.core_hertz == 160_000_000


SLIPS = (
    broken("PWR off", "writes PWR while its clock is off", "bit 2 of RCC_AHB3ENR", power=""),
    broken("backup domain locked", "backup domain is locked (PWR_DBPR.DBP)", backup=""),
    broken("drive too late", "changes LSEDRV while LSE is on", lsesys="RCC(0xF0) ^= 1u << 3;"),
    broken(
        "LSESYS before the crystal",
        "sets LSESYSEN before LSE is ready",
        crystal="RCC(0xF0) |= 1u;",
    ),
    broken("MSIPLLEN without LSESYS", "sets MSIPLLEN while LSESYS", "await LSESYSRDY", lsesys=""),
    broken("MSIPLLEN without LSE", "sets MSIPLLEN while LSESYS", crystal="", lsesys=""),
    broken("MSIPLLSEL after it", "changes MSIPLLSEL", trim="RCC(0) |= 8u; RCC(0) |= 1u << 6;"),
    broken(
        "MSIS too fast for range 4",
        "runs MSIS at 48 MHz in voltage range 4",
        trim="RCC(0x08) = 0x04800000;",
    ),
    broken("booster without clock", "EPOD booster on 0 MHz", "PLL1SRC and PLL1MBOOST", pll=""),
    broken("booster too slow", "EPOD booster on 2 MHz", pll="RCC(0x28) = 1u | 1u << 12;"),
    broken("booster in range 4", "booster on in voltage range 4", voltage=""),
    broken(
        "booster's clock changed",
        "changes PLL1MBOOST while the EPOD booster is on",
        flash="RCC(0x28) |= 1u << 12;",
    ),
    broken("no booster", "SYSCLK at 160 MHz without the EPOD booster", "BOOSTRDY", booster=""),
    broken("booster not awaited", "without the EPOD booster", booster="PWR(0x0C) |= 1u << 18;"),
    broken("PLL in range 4", "PLL1 in voltage range 4", "wait for VOSRDY", voltage="", booster=""),
    broken(
        "range not awaited",
        "PLL1 in voltage range 4",
        voltage="PWR(0x0C) = 3u << 16;",
        booster="",
        cache="",
    ),
    broken("range 2", "above the 110 MHz of voltage range 2", voltage="PWR(0x0C) = 2u << 16;"),
    broken(
        "range 3",
        "above the 55 MHz of voltage range 3",
        voltage="PWR(0x0C) = 1u << 16; await(&PWR(0x0C), 15);",
        booster="",
    ),
    broken("no wait states", "with 0 wait states of the flash; voltage range 1 needs 4", flash=""),
    broken("three wait states", "with 3 wait states", "LATENCY to 4", flash="FLASH(0) = 3u;"),
    broken("PLL not awaited", "PLL1, which is not ready", "PLL1RDY", lock="RCC(0) |= 1u << 24;"),
    broken("PLL without output", "while PLL1REN is off", pll="RCC(0x28) = 1u;"),
    broken(
        "core too fast",
        "170 MHz in voltage range 1, which allows 160 MHz",
        pll="RCC(0x28) = 1u | 1u << 18; RCC(0x34) = 84u | 1u << 24;",
    ),
    broken(
        "VCO too fast",
        "VCO in MHz at 560, outside 128 to 544",
        pll="RCC(0x28) = 1u | 1u << 18; RCC(0x34) = 139u | 3u << 24;",
    ),
    broken(
        "range of the PLL's input",
        "PLL1 on 4 MHz with PLL1RGE set for 8 to 16 MHz",
        pll="RCC(0x28) = 1u | 3u << 2 | 1u << 18; RCC(0x34) = 79u | 1u << 24;",
    ),
    broken(
        "odd divider",
        "by PLL1R 3, neither 1 nor even",
        pll="RCC(0x28) = 1u | 1u << 18; RCC(0x34) = 119u | 2u << 24;",
    ),
    broken("fraction", "bits 0x00000010 that are reserved", pll="RCC(0x28) = 1u | 1u << 4;"),
    broken("PLL changed", "RCC_PLL1DIVR while PLL1 is on", test="RCC(0x34) = 39u;"),
    broken("MSIS stopped", "stops MSIS while it drives the system clock", test="RCC(0) &= ~1u;"),
    broken("booster off too soon", "without the EPOD booster", test="PWR(0x0C) = 3u << 16;"),
    broken("SRAM1 off", "clears bits 0x80000000 of RCC_AHB1ENR", test="RCC(0x88) = 1u << 8;"),
    broken("port without clock", "GPIOA while its clock is off", "bit 0 of RCC_AHB2ENR1", port=""),
    broken("pins left analog", "needs pin PA9, which is in analog mode", pins=""),
    broken(
        "wrong function",
        "PA9 on alternate function AF7, it is on AF4",
        pins="GPIOA(0x24) = 0x44u << 4; GPIOA(0x00) = (GPIOA(0x00) & ~(15u << 18)) | 10u << 18;",
    ),
    broken("UART without clock", "USART1 while its clock is off", uart=""),
    broken("divisor of the L4", "153,698 baud", rate="USART1(0x0C) = 1041; USART1(0) = 13u;"),
    broken(
        "kernel clock off",
        "its kernel clock HSI16 is off",
        uart="RCC(0xA4) |= 1u << 14;RCC(0xE0) = 2u;",
    ),
    broken("secure alias of RCC", "nothing is modelled", test="REGISTER(0x56020C00) = 1;"),
    broken("secure alias of the flash", "nothing is mapped", test="(void)REGISTER(0x0C000000);"),
    broken("security of pins", "offset 0x30 of GPIOA", test="GPIOA(0x30) = 0;"),
    broken(
        "a timer by itself",
        "clocks TIM3 by its trigger 2",
        test="RCC(0x9C) |= 2u; TIM3(8) = 0x27u;",
    ),
    broken(
        "VDDIO2 isolated",
        "VDDIO2 is isolated",
        "PWR_SVMCR.IO2SV",
        test="RCC(0x8C) |= 64u;REGISTER(0x42021818) = 4u;",
    ),
)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_one_slip_stops_the_run(slip: Broken, tmp_path: Path) -> None:
    """Given one step gone wrong, when the firmware runs, then cause, place and cure are named."""
    board = boot(tmp_path, slip.steps)
    with pytest.raises(EmulationFault) as caught:
        board.run(max_instructions=2_000_000)
    assert slip.cause in caught.value.message
    assert slip.hint in (caught.value.hint or "")
    assert f"0x{caught.value.pc:08x}" in caught.value.message
    assert caught.value.symbol.split("+")[0] in ("test", "await", "send")


def test_stack_outside_the_ram(tmp_path: Path) -> None:
    """Given a stack at the bottom of RAM, when calls nest too deep, then the stack is named."""
    deep = "uint32_t deep(uint32_t n) { volatile uint32_t a[64]; a[0] = n; return n ? deep(n - 1)"
    steps = {"test": "send_number(deep(1000000));"}
    body = "\n".join((STEPS | steps).values()) + "for (;;) {}"
    text = f"{DECLARATIONS}\n__attribute__((noinline)) {deep} + a[0] : 0; }}\n---\n{body}"
    elf = build(tmp_path, text, "NO_SET_UP", "STACK=0x20002000", core=CORE)
    with pytest.raises(EmulationFault, match=r"stack lies outside the RAM") as caught:
        EmulatedBoard("nucleo_u575zi_q", elf).run()
    assert caught.value.symbol.startswith("deep")


def test_two_timers_make_one_that_does_not_wrap(tmp_path: Path) -> None:
    """Given TIM3 behind TIM2, when TIM2 wraps, then TIM3 has counted it."""
    chain = """RCC(0x9C) |= 3u; TIM2(0x04) = 2u << 4; TIM3(0x08) = 1u << 4 | 7u; TIM3(0x00) = 1u;
    TIM2(0x24) = 0xFFFFFFF0u; TIM2(0x00) = 1u; while (TIM2(0x24) > 1000) {}
    send_number(TIM3(0x24));"""
    board = boot(tmp_path, {"test": chain})
    assert board.run() is Reason.WAITING
    assert board.read() == b"1 "


def test_smps(tmp_path: Path) -> None:
    """Given a switch to the SMPS, when the supply is read, then it shows regulator and range."""
    board = boot(tmp_path, {"test": "PWR(0x08) = 2u; send_number(PWR(0x3C));"})
    assert board.run() is Reason.WAITING
    assert int(board.read()) == 1 << 1 | 1 << 15 | 3 << 16
