"""Counting must not make emulation slow."""

from __future__ import annotations

import time
from pathlib import Path

from neurio_gen.emulator.board import EmulatedBoard, Reason
from neurio_gen.emulator.native import native_library
from tests.emulator.conftest import Boot
from tests.emulator.firmware_builder import build

DOT_PRODUCTS = """
static int8_t input[2048], weights[1024];
__attribute__((noinline)) static uint32_t dot(const uint32_t* x, const uint32_t* y, int words) {
    uint32_t sum = 0;
    for (int i = 0; i < words; ++i) {
        uint32_t a, b;
        __asm volatile("sxtb16 %0, %2\\n sxtb16 %1, %3\\n smlad %4, %0, %1, %4\\n"
                       "sxtb16 %0, %2, ror #8\\n sxtb16 %1, %3, ror #8\\n smlad %4, %0, %1, %4"
                       : "=&r"(a), "=&r"(b) : "r"(x[i]), "r"(y[i]), "r"(sum));
    }
    return sum;
}
---
for (int i = 0; i < 30000; ++i) {
    dot((const uint32_t*)(input + (i & 63)), (const uint32_t*)weights, 256);
}
print("done\\n");
"""


def test_fifty_million_instructions_a_second(boot: Boot) -> None:
    """Given dot products, when counted natively, then 50 M instructions take under a second."""
    assert native_library() is not None, "no C compiler: nothing to measure"
    board = boot(DOT_PRODUCTS)
    start = time.process_time()
    board.run()
    seconds = time.process_time() - start
    assert board.read() == b"done\n"
    assert board.instructions / seconds > 50e6


def test_as_fast_on_a_cortex_m7(tmp_path: Path) -> None:
    """Given an STM32H743, whose RAM is locked at first, when counted, then no slower."""
    power_up = """void power_up(void) {
        REGISTER(0x5802480C) = 2u;
        while (!(REGISTER(0x58024804) >> 13 & 1u)) {}
    }"""
    core = ("-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-d16", "-mfloat-abi=hard")
    dtcm_end, text = "STACK=0x20020000", f"{power_up}\n{DOT_PRODUCTS}"
    board = EmulatedBoard("nucleo_h743zi", build(tmp_path, text, "NO_SET_UP", dtcm_end, core=core))
    start = time.process_time()
    assert board.run(max_instructions=50_000_000) is Reason.LIMIT
    assert board.instructions / (time.process_time() - start) > 50e6
