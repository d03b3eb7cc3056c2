// Control and status registers of machine mode (RISC-V Privileged Architecture, chapter 3).
#pragma once

#include <stdint.h>

#define NEURIO_READ_CSR(name)                           \
    ([] {                                               \
        uint32_t value;                                 \
        __asm volatile("csrr %0, " name : "=r"(value)); \
        return value;                                   \
    }())
#define NEURIO_WRITE_CSR(name, value) \
    __asm volatile("csrw " name ", %0" ::"r"(uint32_t{value}) : "memory")

namespace neurio {

// Lets the counter of cycles run, on cores where it stands after reset; the family's file has it.
void start_cycles();

// The cycles of the core since reset, in two registers.
inline uint64_t cycles() {
    uint32_t high = 0;
    uint32_t low = 0;
    do {
        high = NEURIO_READ_CSR("mcycleh");
        low = NEURIO_READ_CSR("mcycle");
    } while (high != NEURIO_READ_CSR("mcycleh"));
    return uint64_t{high} << 32 | low;
}

}  // namespace neurio
