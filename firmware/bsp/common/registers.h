// Access to memory-mapped registers.
#pragma once

#include <stdint.h>

namespace neurio {

inline volatile uint32_t& register32(uintptr_t address) {
    return *reinterpret_cast<volatile uint32_t*>(address);
}

inline void set_bits(uintptr_t address, uint32_t bits) {
    register32(address) = register32(address) | bits;
}

inline void clear_bits(uintptr_t address, uint32_t bits) {
    register32(address) = register32(address) & ~bits;
}

// Replaces the bits of `mask` by `bits`.
inline void write_field(uintptr_t address, uint32_t mask, uint32_t bits) {
    register32(address) = (register32(address) & ~mask) | bits;
}

inline void wait_for_bits(uintptr_t address, uint32_t mask, uint32_t bits) {
    while ((register32(address) & mask) != bits) {
    }
}

}  // namespace neurio
