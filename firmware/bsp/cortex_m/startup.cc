// From reset to main: supply, FPU, initialised data, zeroed data. No interrupt is ever enabled, so
// the vector table holds the system exceptions alone.
#include <stdint.h>

#include "bsp/common/initialise_memory.h"
#include "bsp/cortex_m/faults.h"
#include "bsp/cortex_m/registers.h"

int main();

extern "C" [[noreturn]] void reset_handler();

namespace {

using Handler = void (*)();

struct VectorTable {
    uint32_t* initial_stack;
    Handler handlers[15];
};

void enable_fpu() {
#ifdef __ARM_FP
    neurio::set_bits(neurio::scb::kCpacr, neurio::scb::kCpacrFullFpu);
    __asm volatile("dsb\n isb" ::: "memory");
#endif
}

}  // namespace

extern "C" {

[[gnu::section(".vectors"), gnu::used]] const VectorTable vector_table = {
    stack_top,
    {
        reset_handler, nmi_handler, hard_fault_handler, memory_fault_handler, bus_fault_handler,
        usage_fault_handler,
        unexpected_handler,  // Armv8-M: secure fault
        nullptr, nullptr, nullptr,
        unexpected_handler,  // SVC
        unexpected_handler,  // debug monitor
        nullptr,
        unexpected_handler,  // PendSV
        unexpected_handler,  // SysTick
    },
};

// What a chip wants before RAM may be written; the file of its clock tree may replace this one. It
// must not use the stack.
[[gnu::weak]] void power_up() {}

[[noreturn, gnu::used]] void start() {
    neurio::register32(neurio::scb::kVtor) = reinterpret_cast<uintptr_t>(&vector_table);
    enable_fpu();
    neurio::initialise_memory();
    neurio::construct_statics();
    main();
    for (;;) {
    }
}

// Assembly, since a compiler may begin a function by saving registers to the stack.
[[gnu::naked]] void reset_handler() {
    __asm volatile(
        "cpsid i\n"  // a boot loader may have left interrupts on, and its own stack
        "ldr r0, =stack_top\n"
        "mov sp, r0\n"
        "bl power_up\n"
        "ldr r0, =start\n"
        "bx r0\n"
        ".ltorg\n");
}

}  // extern "C"
