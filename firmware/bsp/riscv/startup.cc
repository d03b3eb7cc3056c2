// From reset to main: registers, supply, traps, initialised data, zeroed data. No interrupt is ever
// enabled.
#include <stdint.h>

#include "bsp/common/initialise_memory.h"
#include "bsp/riscv/csr.h"
#include "bsp/riscv/faults.h"

int main();

extern "C" {

[[noreturn]] void reset_handler();

// What a chip wants before RAM may be written; the file of its clock tree may replace this one. It
// must not use the stack.
[[gnu::weak]] void power_up() {}

[[noreturn, gnu::used]] void start() {
    NEURIO_WRITE_CSR("mtvec", reinterpret_cast<uintptr_t>(&trap_handler));
    // mstatus.VS: vector registers may be used. It stays 0 on cores without them.
    constexpr uint32_t kVectorsOn = 1u << 9;
    NEURIO_WRITE_CSR("mstatus", kVectorsOn);
    neurio::initialise_memory();
    neurio::construct_statics();
    main();
    for (;;) {
    }
}

// The first code of the image. The global pointer is loaded without the help of itself.
[[gnu::naked, gnu::section(".vectors")]] void reset_handler() {
    __asm volatile(
        ".option push\n"
        ".option norelax\n"
        "la gp, __global_pointer$\n"
        ".option pop\n"
        "la sp, stack_top\n"
        "call power_up\n"
        "la t0, start\n"
        "jr t0\n");
}

}  // extern "C"
