"""Counting must not make emulation slow."""

from __future__ import annotations

import time

from neurio_gen.emulator.native import native_library
from tests.emulator.conftest import Boot

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
