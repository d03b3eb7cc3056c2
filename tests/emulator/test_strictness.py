"""Firmware that is broken on purpose stops with one error that names the cause and the place."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from neurio_gen.emulator.board import Reason
from neurio_gen.emulator.fault import EmulationFault
from tests.emulator.conftest import Boot


@dataclass(frozen=True)
class Broken:
    """A defect: firmware, defines of the set-up, and what the message has to say."""

    name: str
    cause: str
    function: str = "reset"
    test: str = 'print("up\\n"); (void)get();'
    defines: tuple[str, ...] = ()
    hint: str = ""
    address: int | None = None


SET_UP = (
    Broken(
        "UART without clock",
        "LPUART1 while its clock is off",
        defines=("UART_GATE=0",),
        hint="bit 0 of RCC_APB1ENR2",
        address=0x4000800C,
    ),
    Broken(
        "port without clock",
        "GPIOG while its clock is off",
        defines=("GATES=0",),
        hint="bit 6 of RCC_AHB2ENR",
    ),
    Broken("half the baud rate", "57,600 baud", "test", defines=("BRR=533333",)),
    Broken(
        "divisor for another clock", "but the line is at 115,200", "test", defines=("BRR=8889",)
    ),
    Broken("divisor too small", "below 0x300", "test", defines=("BRR=0x200",)),
    Broken(
        "wrong pin function",
        "PG7 on alternate function AF8, it is on AF7",
        "test",
        defines=("AF=7u",),
    ),
    Broken("pins left analog", "PG7, which is in analog mode", "test", defines=("NO_PINS",)),
    Broken(
        "VDDIO2 isolated",
        "whose supply VDDIO2 is isolated",
        "test",
        defines=("NO_VDDIO2",),
        hint="PWR_CR2.IOSV",
    ),
    Broken(
        "too few wait states",
        "120 MHz with 4 wait states of the flash; voltage range 1 boost needs 5",
        defines=("WAIT_STATES=4",),
        hint="FLASH_ACR.LATENCY to 5",
    ),
    Broken("no boost mode", "in voltage range 1, which allows 80 MHz", defines=("NO_BOOST",)),
    Broken("PLL too fast", "allows 120 MHz", defines=("PLL_N=64",)),
    Broken("PLL out of range", "VCO in MHz at 400", defines=("PLL_N=100",)),
    Broken(
        "PLL not awaited",
        "switches the system clock to PLL, which is not ready",
        defines=("NO_PLL_WAIT",),
        hint="Wait for PLLRDY",
    ),
    Broken(
        "jump to 120 MHz at once",
        "raises HCLK from 4 MHz to 120 MHz at once",
        defines=("NO_INTERMEDIATE_STEP",),
    ),
)

CODE = (
    Broken(
        "unmodelled register",
        "offset 0x30 of TIM2, which is not modelled",
        "test",
        "RCC_APB1ENR1 |= 1u; (void)REGISTER(0x40000030);",
        address=0x40000030,
    ),
    Broken(
        "unmodelled peripheral",
        "at which nothing is modelled",
        "test",
        "REGISTER(0x50060800) = 1;",
        address=0x50060800,
    ),
    Broken(
        "reserved bits",
        "bits 0x00000200 that are reserved",
        "test",
        "RCC_APB1ENR1 |= 1u; TIM2_CR1 = 0x200;",
    ),
    Broken("timer without clock", "reads TIM2 while its clock is off", "test", "(void)TIM2_CNT;"),
    Broken("cycle counter off", "DWT while trace is off", "test", "DWT_CTRL |= 1;"),
    Broken(
        "byte access to a word register", "by 1 bytes", "test", "*(volatile uint8_t*)0x40021048;"
    ),
    Broken(
        "write to flash",
        "writes 4 bytes to the flash",
        "test",
        "*(volatile uint32_t*)0x08000100 = 1;",
        address=0x08000100,
    ),
    Broken(
        "null pointer",
        "reads 4 bytes where nothing is mapped",
        "test",
        "*(volatile uint32_t*)4;",
        address=4,
    ),
    Broken(
        "beyond the RAM",
        "writes 1 bytes where nothing is mapped",
        "test",
        "*(volatile uint8_t*)0x200a0000 = 1;",
        address=0x200A0000,
    ),
    Broken(
        "branch to nowhere",
        "executes where no memory is",
        "no symbol",
        "((void (*)(void))0x30000001)();",
        hint="link register",
        address=0x30000000,
    ),
    Broken(
        "branch to data",
        "executes what is no code",
        "no symbol",
        "static uint32_t data[2] = {0x4770};\n---\n((void (*)(void))((uintptr_t)data | 1))();",
    ),
    Broken(
        "unaligned LDRD",
        "multiple of four",
        "test",
        '__asm volatile("ldrd r2, r3, [%0]" :: "r"(0x20000001) : "r2", "r3");',
    ),
    Broken(
        "LDM that becomes unaligned in a loop",
        "multiple of four",
        "test",
        """uint32_t p = 0x20000000, n = 1000;
        __asm volatile("1: ldm %0, {r2, r3}\\n subs %1, #1\\n cmp %1, #3\\n it eq\\n"
                       "addeq %0, #2\\n cmp %1, #0\\n bne 1b"
                       : "+r"(p), "+r"(n) :: "r2", "r3", "cc");""",
    ),
    Broken(
        "base register loaded within the block",
        "multiple of four",
        "test",
        """volatile uint32_t p = 0x20000002;
        __asm volatile("ldr r2, [%0]\\n stm r2, {r0, r1}" :: "r"(&p) : "r2", "memory");""",
    ),
    Broken(
        "unaligned VLDR",
        "multiple of four",
        "test",
        '__asm volatile("vldr s0, [%0, #4]" :: "r"(0x20000002) : "s0");',
    ),
    Broken(
        "stack outside the RAM",
        "the stack lies outside the RAM",
        "deep",
        """__attribute__((noinline)) uint32_t deep(uint32_t n) {
            volatile uint32_t frame[64]; frame[0] = n;
            return n ? deep(n - 1) + frame[0] : 0; }
        ---
        print_number(deep(1000000));""",
        hint="stack pointer",
    ),
    Broken("breakpoint", "a BKPT instruction", "test", '__asm volatile("bkpt");'),
    Broken("undefined instruction", "undefined", "test", '__asm volatile("udf #0");'),
    Broken("reset", "resets the chip", "test", "REGISTER(0xE000ED0C) = 0x05FA0004;"),
    Broken(
        "sending without looking",
        "without looking whether there is room (TXE)",
        "test",
        "LPUART1_TDR = 65; LPUART1_TDR = 66;",
    ),
    Broken("divisor changed while on", "while the UART is on", "test", "LPUART1_BRR = 0x12345;"),
    Broken(
        "caches reset while on",
        "resets the instruction cache of the flash while it is on",
        "test",
        "FLASH_ACR |= 1u << 11;",
    ),
    Broken(
        "missing crystal",
        "HSE, for which nucleo_l4r5zi has no crystal",
        "test",
        "RCC_CR |= 1u << 16;",
    ),
)


@pytest.mark.parametrize("broken", SET_UP + CODE, ids=lambda broken: broken.name)
def test_broken_firmware_stops_with_its_cause(boot: Boot, broken: Broken) -> None:
    """Given broken firmware, when it runs, then cause, PC, symbol, address and hint are named."""
    board = boot(broken.test, *broken.defines)
    with pytest.raises(EmulationFault) as caught:
        board.run(max_instructions=20_000_000)
    fault = caught.value
    assert broken.cause in fault.message
    assert fault.symbol.split("+")[0] == broken.function
    assert f"0x{fault.pc:08x}" in fault.message
    assert broken.hint in (fault.hint or "")
    if broken.address is not None:
        assert f"address 0x{broken.address:08x}" in fault.message


def test_right_firmware_runs(boot: Boot) -> None:
    """Given the same firmware without a defect, when it runs, then it prints and waits."""
    board = boot()
    assert board.run() is Reason.WAITING
    assert board.read() == b"up\n"
    assert board.core_hertz == 120_000_000


def test_fpu_before_it_is_enabled(boot: Boot) -> None:
    """Given no write to CPACR, when an FPU instruction comes, then that instruction is named."""
    board = boot(
        'float a = 1.5f; __asm volatile("nop\\n vadd.f32 %0, %0, %0" : "+t"(a));'
        "print_number((uint32_t)a);",
        "NO_FPU",
    )
    with pytest.raises(EmulationFault, match=r"before the FPU was enabled in CPACR"):
        board.run()


def test_initial_stack_outside_the_ram(boot: Boot) -> None:
    """Given a vector table with a stack beyond the RAM, when it is loaded, then it is refused."""
    with pytest.raises(EmulationFault, match=r"initial stack pointer 0x20100000"):
        boot("", "STACK=0x20100000")


def test_a_stopped_board_stays_stopped(boot: Boot) -> None:
    """Given a fault, when the board is run again, then the same fault is raised."""
    board = boot("(void)TIM2_CNT;")
    for _ in range(2):
        with pytest.raises(EmulationFault, match=r"TIM2 while its clock is off"):
            board.run()


def test_a_model_that_fails(boot: Boot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a model with a bug, when firmware meets it, then place and whose fault are named."""
    board = boot("RCC_APB1ENR1 |= 1u; (void)TIM2_CNT;")

    def fails(*_: object) -> int:
        raise KeyError("CNT")

    monkeypatch.setattr(board._system.peripherals["TIM2"], "access", fails)
    with pytest.raises(EmulationFault, match=r"emulator itself failed, by KeyError") as caught:
        board.run()
    assert caught.value.symbol.startswith("test")
    assert "emulator bug" in (caught.value.hint or "")
