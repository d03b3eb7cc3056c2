"""The STM32H7: the order in which it is set up is the manual's, and each slip has its message."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from neurio_gen.emulator.board import EmulatedBoard, Reason
from neurio_gen.emulator.fault import EmulationFault, Violation
from neurio_gen.emulator.stm32h7.limits import H7A3
from tests.emulator.firmware_builder import build
from tests.emulator.slips import Broken, broken, console

CORE = ("-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-d16", "-mfloat-abi=hard")
STACK = "STACK=0x20020000"  # the end of DTCM
REGISTERS = """
#define RCC(offset) REGISTER(0x58024400 + (offset))
#define PWR(offset) REGISTER(0x58024800 + (offset))
#define FLASH(offset) REGISTER(0x52002000 + (offset))
#define SYSCFG(offset) REGISTER(0x58000400 + (offset))
#define GPIOD(offset) REGISTER(0x58020C00 + (offset))
#define USART3(offset) REGISTER(0x40004800 + (offset))
#define TIM2(offset) REGISTER(0x40000000 + (offset))
#define TIM3(offset) REGISTER(0x40000400 + (offset))
#define CCR REGISTER(0xE000ED14)
#define CCSIDR REGISTER(0xE000ED80)
#define CSSELR REGISTER(0xE000ED84)
#define ICIALLU REGISTER(0xE000EF50)
#define DCISW REGISTER(0xE000EF60)
static void invalidate(uint32_t sets) {
    for (uint32_t set = 0; set < sets; ++set) {
        for (uint32_t way = 0; way < 4; ++way) {
            DCISW = set << 5 | way << 30;
        }
    }
}
"""
DECLARATIONS = REGISTERS + console("USART3")
# 8 MHz from outside * 120 / 2, AHB and AXI half of it, APBs half of that; USART3 on PD8 and PD9.
SUPPLY = "PWR(0x0C) = 2u; while (!(PWR(0x04) & 1u << 13)) {}"  # before RAM is written
STEPS = {
    "scale": "PWR(0x18) = 3u << 14; await(&PWR(0x18), 13);",
    "overdrive": "RCC(0xF4) |= 2u; SYSCFG(0x2C) = 1u; await(&PWR(0x18), 13);",
    "hse": "RCC(0) |= 1u << 18; RCC(0) |= 1u << 16; await(&RCC(0), 17);",
    "pll": "RCC(0x28) = 2u | 1u << 4; RCC(0x2C) = 3u << 2 | 1u << 16; RCC(0x30) = 119u | 1u << 9;",
    "lock": "RCC(0) |= 1u << 24; await(&RCC(0), 25);",
    "flash": "FLASH(0) = 4u | 2u << 4;",
    "buses": "RCC(0x18) = 8u | 4u << 4; RCC(0x1C) = 4u << 4 | 4u << 8; RCC(0x20) = 4u << 4;",
    "switch": "RCC(0x10) = 3u; while ((RCC(0x10) >> 3 & 7u) != 3u) {}",
    "data": "invalidate(128);",
    "instructions": "ICIALLU = 0;",
    "caches": "CCR |= 3u << 16;",
    "port": "RCC(0xE0) |= 1u << 3;",
    "pins": "GPIOD(0x24) = 0x77u; GPIOD(0) = (GPIOD(0) & ~(15u << 16)) | 10u << 16;",
    "uart": "RCC(0xE8) |= 1u << 18;",
    "rate": "USART3(0x0C) = 1042; USART3(0) = 1u | 1u << 2 | 1u << 3;",
    "test": 'send("H743\\n");',
}


def boot(folder: Path, steps: Mapping[str, str], stack: str = STACK) -> EmulatedBoard:
    """The board with firmware whose steps are these instead of the right ones."""
    supply = f"void power_up(void) {{ {steps.get('supply', SUPPLY)} }}"
    chosen = {name: steps.get(name, step) for name, step in STEPS.items()}
    body = "\n".join(chosen.values()) + "for (;;) (void)USART3(0x1C);"
    text = f"{DECLARATIONS}\n{steps.get('before', '')}\n{supply}\n---\n{body}"
    return EmulatedBoard("nucleo_h743zi", build(folder, text, "NO_SET_UP", stack, core=CORE))


def answer(folder: Path, **steps: str) -> list[int]:
    """The numbers that firmware sends."""
    board = boot(folder, steps)
    assert board.run() is Reason.WAITING
    return [int(number) for number in board.read().split()]


def test_right_order(tmp_path: Path) -> None:
    """Given the manual's order, when it runs, then the core is at 480 MHz and the console works."""
    board = boot(tmp_path, {})
    assert board.run() is Reason.WAITING
    assert board.read() == b"H743\n"
    assert board.core_hertz == 480_000_000


def pll(ckselr: str = "2u | 1u << 4", cfgr: str = "3u << 2 | 1u << 16", divr: str = "") -> str:
    return f"RCC(0x28) = {ckselr}; RCC(0x2C) = {cfgr}; RCC(0x30) = {divr or '119u | 1u << 9'};"


SLIPS = (
    broken("RAM written in Run*", "4 bytes to the RAM in Run* mode, before PWR_CR3", supply=""),
    broken("supply not awaited", "to the RAM in Run* mode", supply="PWR(0x0C) = 2u;"),
    broken(
        "scale set in Run*",
        "changes VOS in Run* mode",
        "ACTVOSRDY",
        supply="PWR(0x0C) = 2u; PWR(0x18) = 3u << 14;",
    ),
    broken("LDO bypassed", "nucleo_h743zi gives VCORE no other supply", supply="PWR(0x0C) = 1u;"),
    broken("LDO and bypass", "a supply to PWR_CR3 that does not exist", supply="PWR(0x0C) = 3u;"),
    broken("supply changed", "can be written once after power-on", test="PWR(0x0C) = 1u;"),
    broken("reserved scale", "PWR_D3CR.VOS to 0", scale="PWR(0x18) = 0;"),
    broken("overdrive in VOS3", "ODEN outside VOS1", "VOSRDY", scale=""),
    broken(
        "overdrive before VOS1 settled",
        "ODEN outside VOS1",
        scale="RCC(0xF4) |= 2u; PWR(0x18) = 3u << 14;",
    ),
    broken(
        "SYSCFG without clock",
        "writes SYSCFG while its clock is off",
        "bit 1 of RCC_APB4ENR",
        overdrive="SYSCFG(0x2C) = 1u;",
    ),
    broken(
        "no overdrive",
        "PLL1 with its output P at 480 MHz in VOS1, which allows 400 MHz",
        "wait for VOSRDY",
        overdrive="",
    ),
    broken("overdrive not awaited", "480 MHz in VOS1", overdrive="RCC(0xF4) = 2u; SYSCFG(44) = 1;"),
    broken("overdrive off too soon", "480 MHz in VOS1", test="SYSCFG(0x2C) = 0;"),
    broken("SYSCFG reset too soon", "480 MHz in VOS1", test="RCC(0x9C) = 2u;"),
    broken("scale left", "leaves VOS1 while SYSCFG_PWRCR.ODEN", test="PWR(0x18) = 2u << 14;"),
    broken(
        "oscillator without crystal",
        "starts HSE, for which nucleo_h743zi has no crystal",
        "with HSEBYP",
        hse="RCC(0) |= 1u << 16;",
    ),
    broken("bypass changed", "changes HSEBYP while HSE is on", pll="RCC(0) &= ~(1u << 18);"),
    broken("HSE not awaited", "its source (HSE) is not ready", hse="RCC(0) |= 5u << 16;"),
    broken("PLL without source", "its source (none) is not ready", pll=pll(ckselr="3u | 1u << 4")),
    broken("prescaler off", "prescaler is off (DIVM1 = 0)", pll=pll(ckselr="2u")),
    broken("input range", "input in MHz at 8, outside 2 to 4", pll=pll(cfgr="1u << 2 | 1u << 16")),
    broken("medium VCO", "outside 1 to 2 of the medium VCO", pll=pll(cfgr="14u | 1u << 16")),
    broken("VCO too fast", "VCO in MHz at 1000, outside 192 to 960", pll=pll(divr="124u | 1u<<9")),
    broken("odd divider", "DIVP1 3, neither 1 nor even", pll=pll(divr="119u | 2u << 9")),
    broken("PLL without output", "while DIVP1EN is off", pll=pll(cfgr="3u << 2")),
    broken("fraction", "bits 0x00000001 that are reserved", pll="RCC(0x2C) |= 1u;"),
    broken("PLL changed", "changes RCC_PLL1DIVR while PLL1 is on", test="RCC(0x30) = 99u;"),
    broken("PLL2", "bits 0x04000000 that are reserved", test="RCC(0) |= 1u << 26;"),
    broken("PLL not awaited", "PLL1, which is not ready", "PLL1RDY", lock="RCC(0) |= 1u << 24;"),
    broken("reserved source", "system clock to 4, a reserved value", switch="RCC(0x10) = 4u;"),
    broken("HSE stopped", "stops HSE while it drives the system", test="RCC(0) &= ~(1u << 16);"),
    broken(
        "three wait states",
        "the flash on 240 MHz with 3 wait states; VOS0 needs 4",
        "LATENCY to 4",
        flash="FLASH(0) = 3u | 2u << 4;",
    ),
    broken(
        "wait states after the clock",
        "the flash on 240 MHz with 1 wait states",
        flash="FLASH(0) = 1u | 1u << 4;",
        data="FLASH(0) = 4u | 2u << 4;",
    ),
    broken(
        "signal delay",
        "240 MHz with WRHIGHFREQ 1; VOS0 needs 2",
        "WRHIGHFREQ to 2",
        flash="FLASH(0) = 4u | 1u << 4;",
    ),
    broken("AHB not divided", "AXI and AHB at 480 MHz in VOS0, which allows 240 MHz", buses=""),
    broken("APB not divided", "PCLK1 at 240 MHz in VOS0, which allows 120", buses="RCC(0x18)=72u;"),
    broken("data cache stale", "512 of its lines have not been", "DCISW", data=""),
    broken("half invalidated", "256 of its lines have not been", data="invalidate(64);"),
    broken("too many sets", "names no line of a data cache", data="invalidate(256);"),
    broken("instruction cache stale", "before it was invalidated", "ICIALLU", instructions=""),
    broken(
        "cycle counter locked",
        "writes the DWT while its software lock is closed",
        "DWT_LAR",
        test="DEMCR = 1u << 24; DWT_CTRL = 1;",
    ),
    broken("port without clock", "GPIOD while its clock is off", "bit 3 of RCC_AHB4ENR", port=""),
    broken("pins left analog", "needs pin PD8, which is in analog mode", pins=""),
    broken(
        "wrong function",
        "PD8 on alternate function AF7, it is on AF4",
        pins="GPIOD(0x24) = 0x44u; GPIOD(0) = (GPIOD(0) & ~(15u << 16)) | 10u << 16;",
    ),
    broken("UART without clock", "USART3 while its clock is off", "RCC_APB1LENR", uart=""),
    broken("divisor of the core", "28,798 baud", rate="USART3(0x0C) = 4167; USART3(0) = 13u;"),
    broken(
        "kernel clock off",
        "its kernel clock PLL2Q is off",
        uart="RCC(0xE8) |= 1u << 18; RCC(0x54) = 1u;",
    ),
    broken(
        "reserved kernel clock",
        "kernel clock set to 7, a reserved value",
        uart="RCC(0xE8) |= 1u << 18; RCC(0x54) = 7u;",
    ),
    broken("register of other series", "offset 0x28 of GPIOD", test="GPIOD(0x28) = 1u;"),
    broken("reload of 32 bits", "bits 0xffff0000", test="RCC(0xE8) |= 2u; TIM3(0x2C) = ~0u << 1;"),
    broken("double precision", "double precision", test='__asm volatile("vadd.f64 d0, d1, d2");'),
    broken("SRAM of D2", "nothing is mapped", test="(void)REGISTER(0x30000000);"),
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
    functions = ("reset", "power_up", "test", "await", "invalidate", "send")
    assert caught.value.symbol.split("+")[0].split(".")[0] in functions


def test_stack_below_the_ram(tmp_path: Path) -> None:
    """Given a stack at the bottom of RAM, when calls nest too deep, then the stack is named."""
    deep = """__attribute__((noinline)) uint32_t deep(uint32_t n) {
        volatile uint32_t a[64]; a[0] = n; return n ? deep(n - 1) + a[0] : 0; }"""
    steps = {"before": deep, "test": "send_number(deep(1000000));"}
    with pytest.raises(EmulationFault, match=r"stack lies outside the RAM") as caught:
        boot(tmp_path, steps, "STACK=0x24002000").run()
    assert caught.value.symbol.startswith("deep")


@pytest.mark.parametrize("stack", ["0x24100000", "0x20040000", "0x23fff000"])
def test_stack_in_no_ram(tmp_path: Path, stack: str) -> None:
    """Given a vector table with a stack beside the RAMs, when it is loaded, then it is refused."""
    with pytest.raises(EmulationFault, match=f"initial stack pointer {stack}"):
        boot(tmp_path, {}, f"STACK={stack}")


def test_what_the_core_says_of_its_caches(tmp_path: Path) -> None:
    """Given 16 KiB of each, when CCSIDR is read, then it has their sets, ways and lines."""
    sizes = "send_number(CCSIDR); CSSELR = 1; send_number(CCSIDR);"
    data, instructions = answer(tmp_path, test=sizes)
    for size, ways, sets in ((data, 4, 128), (instructions, 2, 256)):
        assert ((size >> 3 & 0x3FF) + 1, (size >> 13 & 0x7FFF) + 1) == (ways, sets)
        assert 4 << (size & 7) + 2 == 32


def test_cycle_counter(tmp_path: Path) -> None:
    """Given the lock opened, when instructions pass, then CYCCNT counts them, and LSR tells."""
    locked, opened, cycles = answer(
        tmp_path,
        test="""DEMCR = 1u << 24; send_number(REGISTER(0xE0001FB4));
        REGISTER(0xE0001FB0) = 0xC5ACCE55u; send_number(REGISTER(0xE0001FB4));
        DWT_CYCCNT = 0; DWT_CTRL |= 1; uint32_t n = 5000;
        __asm volatile("1: subs %0, #1\\n bne 1b" : "+r"(n) :: "cc"); send_number(DWT_CYCCNT);""",
    )
    assert (locked, opened) == (3, 1)
    assert 10_000 <= cycles < 10_020


@pytest.mark.parametrize(
    ("divider", "timpre", "megahertz"),
    [(1, 0, 240), (2, 0, 240), (4, 0, 120), (4, 1, 240), (8, 0, 60), (8, 1, 120)],
)
def test_clock_of_timers(tmp_path: Path, divider: int, timpre: int, megahertz: int) -> None:
    """Given dividers of APB1, when TIM2 counts, then at 2 or 4 times APB1, at most at AHB's clock.

    At an eighth of the core's clock, so that APB1 may go undivided.
    """
    code = {1: 0, 2: 4, 4: 5, 8: 6}[divider]
    (ticks,) = answer(
        tmp_path,
        buses=f"RCC(0x18) = 11u | 4u << 4; RCC(0x1C) = {code}u << 4 | 4u << 8; RCC(0x20) = 64u;",
        switch=f"RCC(0x10) = 3u | {timpre}u << 15;",
        rate=f"USART3(0x0C) = {30_000_000 // divider // 115_200}; USART3(0) = 13u;",
        test="""RCC(0xE8) |= 1u; TIM2(0) = 1u; uint32_t from = TIM2(0x24), n = 80000;
        __asm volatile("1: subs %0, #1\\n bne 1b" : "+r"(n) :: "cc");
        uint32_t ticks = TIM2(0x24) - from; send_number(ticks);""",
    )
    assert abs(ticks - 160_000 * megahertz / 8 / 480) < 10


def test_two_timers_make_one_that_does_not_wrap(tmp_path: Path) -> None:
    """Given TIM3 behind TIM2, when TIM2 wraps, then TIM3 has counted it."""
    chain = """RCC(0xE8) |= 3u; TIM2(0x04) = 2u << 4; TIM3(0x08) = 1u << 4 | 7u; TIM3(0x00) = 1u;
    TIM2(0x24) = 0xFFFFFFF0u; TIM2(0x00) = 1u; while (TIM2(0x24) > 1000) {}
    send_number(TIM3(0x24));"""
    assert answer(tmp_path, test=chain) == [1]


def test_slower_at_a_lower_voltage(tmp_path: Path) -> None:
    """Given VOS1 and 400 MHz with two wait states, when it runs, then nothing stands against it."""
    steps = {
        "overdrive": "",
        "pll": pll(divr="99u | 1u << 9"),
        "flash": "FLASH(0) = 2u | 2u << 4;",
        "rate": "USART3(0x0C) = 868; USART3(0) = 13u;",
    }
    board = boot(tmp_path, steps)
    assert board.run() is Reason.WAITING
    assert (board.read(), board.core_hertz) == (b"H743\n", 400_000_000)


@pytest.mark.parametrize(
    ("scale", "megahertz", "wait_states", "delay", "cause"),
    [
        ("VOS0", 280, 5, 3, "280 MHz with 5 wait states; VOS0 needs 6"),
        ("VOS0", 280, 6, 2, "280 MHz with WRHIGHFREQ 2; VOS0 needs 3"),
        ("VOS0", 252, 4, 3, "252 MHz with 4 wait states; VOS0 needs 5"),
        ("VOS1", 225, 4, 2, "225 MHz with 4 wait states; VOS1 needs 5"),
        ("VOS3", 64, 1, 1, "64 MHz with 1 wait states; VOS3 needs 2"),
    ],
)
def test_flash_of_the_h7a3(
    scale: str, megahertz: int, wait_states: int, delay: int, cause: str
) -> None:
    """Given RM0455's table, when the flash is too slow for its clock, then its need is told."""
    limits = H7A3.scales[scale]
    limits.check_flash(scale, Fraction(megahertz * 1_000_000), 6, 3)
    with pytest.raises(Violation, match=cause):
        limits.check_flash(scale, Fraction(megahertz * 1_000_000), wait_states, delay)
