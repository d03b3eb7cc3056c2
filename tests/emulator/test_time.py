"""Virtual time: one cycle an instruction, exact, the same in every run."""

from __future__ import annotations

import pytest

from neurio_gen.emulator.board import Reason
from tests.emulator.conftest import Boot

CYCLES = "DEMCR = 1u << 24; DWT_CYCCNT = 0; DWT_CTRL |= 1;"
LOOP = 'uint32_t n = %d; __asm volatile("1: subs %%0, #1\\n bne 1b" : "+r"(n) :: "cc");'


@pytest.mark.parametrize("native", [True, False], ids=["native", "python"])
@pytest.mark.parametrize("turns", [1, 10, 12345])
def test_cycle_counter_counts_instructions(boot: Boot, turns: int, native: bool) -> None:
    """Given a loop of two instructions, when CYCCNT is read around it, then it is exact."""
    test = (
        CYCLES + "uint32_t before, after, base = 0xE0001000; __asm volatile("
        '"ldr %0, [%3, #4]\\n 1: subs %2, #1\\n bne 1b\\n ldr %1, [%3, #4]"'
        f': "=&r"(before), "=&r"(after) : "r"({turns}), "r"(base) : "cc");'
        "print_number(after - before);"
    )
    board = boot(test, native=native)
    board.run()
    assert int(board.read()) == 2 * turns + 1
    stretch = board.take_longest_stretch()
    assert stretch is not None
    assert stretch.instructions == 2 * turns + 1


def test_counts_do_not_depend_on_how_they_are_made(boot: Boot) -> None:
    """Given one firmware, when run twice natively and once in Python, then all counts agree."""
    test = LOOP % 5000 + 'print("done\\n"); for (;;) put(get() + 1);'
    totals = []
    for native in (True, True, False):
        board = boot(test, native=native)
        board.run()
        board.write(b"HAL")
        board.run()
        assert board.read() == b"done\nIBM"
        totals.append((board.instructions, board.profile()))
    assert totals[0] == totals[1] == totals[2]
    assert totals[0][1].instructions == totals[0][0]


def test_timer_in_microseconds(boot: Boot) -> None:
    """Given TIM2 at 1 MHz, when 1.2 million instructions pass at 120 MHz, then 10,000 us have."""
    board = boot(
        "RCC_APB1ENR1 |= 1u; TIM2_PSC = 119; TIM2_EGR = 1; TIM2_CR1 = 1; uint32_t t = TIM2_CNT;"
        + LOOP % 600_000
        + "print_number(TIM2_CNT - t);"
    )
    board.run()
    assert int(board.read()) == 10_000


def test_prescaler_takes_effect_at_an_update(boot: Boot) -> None:
    """Given a prescaler without an update event, when the timer runs, then it is not divided."""
    board = boot(
        "RCC_APB1ENR1 |= 1u; TIM2_PSC = 119; TIM2_CR1 = 1;" + LOOP % 600 + "print_number(TIM2_CNT);"
    )
    board.run()
    assert int(board.read()) >= 1200


def test_timer_keeps_its_count_when_the_clock_changes(boot: Boot) -> None:
    """Given a running timer, when HCLK is halved, then it counts on from where it was."""
    board = boot(
        "RCC_APB1ENR1 |= 1u; TIM2_CR1 = 1; uint32_t a = TIM2_CNT; RCC_CFGR |= 8u << 4;"
        "uint32_t b = TIM2_CNT; RCC_CFGR &= ~(15u << 4); print_number(b - a);"
    )
    board.run()
    assert 1 <= int(board.read()) <= 10


def test_systick_interrupt(boot: Boot) -> None:
    """Given SysTick every 1,000 cycles, when 100,000 pass, then its handler ran 100 times."""
    board = boot(
        "static volatile uint32_t ticks; void on_systick(void) { ++ticks; }\n---\n"
        "SYST_LOAD = 999; SYST_VAL = 0; SYST_CTRL = 7;"
        + LOOP % 50_000
        + "SYST_CTRL = 0; print_number(ticks);"
    )
    board.run()
    assert 100 <= int(board.read()) <= 103


def test_timer_overflow_interrupt(boot: Boot) -> None:
    """Given an overflow interrupt of TIM2, when it overflows, then its handler runs each time."""
    board = boot(
        "static volatile uint32_t overflows; volatile float f = 1.5f;"
        "void on_tim2(void) { TIM2_SR = ~1u; ++overflows; f = f * 2.0f; }\n---\n"
        "RCC_APB1ENR1 |= 1u; TIM2_ARR = 9999; TIM2_EGR = 1; TIM2_SR = 0; TIM2_DIER = 1;"
        "NVIC_ISER0 = 1u << 28; TIM2_CR1 = 1; float kept = f;"
        + LOOP % 100_000
        + "TIM2_CR1 = 0; print_number(overflows); print_number((uint32_t)(kept * 10));"
    )
    board.run()
    overflows, kept = map(int, board.read().split())
    assert overflows in (20, 21)
    assert kept == 15


def test_sleep_until_an_interrupt(boot: Boot) -> None:
    """Given WFI with SysTick on, when the core sleeps, then time passes without instructions."""
    board = boot(
        "void on_systick(void) {}\n---\nSYST_LOAD = 119999; SYST_VAL = 0; SYST_CTRL = 7;"
        'for (int i = 0; i < 5; ++i) __asm volatile("wfi"); print("awake\\n"); SYST_CTRL = 0;'
    )
    board.run()
    assert board.read() == b"awake\n"
    assert 0.005 < float(board.seconds) < 0.0052
    assert board.instructions < 10_000


def test_limit_and_condition(boot: Boot) -> None:
    """Given an endless loop, when run with a limit, then it stops there to within a block."""
    board = boot('print("go\\n"); for (;;) __asm volatile("nop");')
    assert (
        board.run(until=lambda: board.instructions > 10**9, max_instructions=10**6) is Reason.LIMIT
    )
    assert 0 <= board.instructions - 10**6 < 10
    assert board.read() == b"go\n"


def test_run_until_output(boot: Boot) -> None:
    """Given firmware that prints, when run until a line is there, then no more than it was sent."""
    board = boot('for (;;) print("tick\\n");')
    seen = bytearray()

    def a_line() -> bool:
        seen.extend(board.read())
        return seen.endswith(b"\n")

    assert board.run(until=a_line) is Reason.DONE
    assert bytes(seen) == b"tick\n"


def test_profile_of_a_window(boot: Boot) -> None:
    """Given a loop between two reads of input, when profiled, then its block has its turns."""
    board = boot("(void)get();" + LOOP % 777 + "(void)get();")
    board.run()
    before = board.profile()
    board.write(b"x")
    board.run()
    window = board.profile() - before
    loops = [block for block, count in window.executions.items() if count >= 776]
    assert sum(window.executions[block] for block in loops if block.instructions == 2) == 776
    assert window.instructions == board.instructions - before.instructions


def test_stretch_between_two_readings_of_the_time(boot: Boot) -> None:
    """Given work between two readings of CYCCNT, when taken, then the stretch has its blocks."""
    board = boot(CYCLES + "(void)DWT_CYCCNT;" + LOOP % 5000 + "(void)DWT_CYCCNT;")
    board.keep_profiles()
    board.run()
    stretch = board.take_longest_stretch()
    assert stretch is not None
    assert stretch.profile is not None
    assert 10_000 <= stretch.instructions <= 10_010
    assert abs(stretch.profile.instructions - stretch.instructions) < 20
    assert board.take_longest_stretch() is None
