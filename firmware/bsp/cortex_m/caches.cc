#include "bsp/cortex_m/caches.h"

#include <stdint.h>

#include "bsp/cortex_m/registers.h"

// Armv7-M Architecture Reference Manual, B2.2.7 and B3.2: cache maintenance and identification.
namespace neurio::caches {
namespace {

constexpr uintptr_t kCcr = 0xE000ED14;
constexpr uint32_t kCcrDataCache = 1u << 16;
constexpr uint32_t kCcrInstructionCache = 1u << 17;
constexpr uintptr_t kCcsidr = 0xE000ED80;
constexpr uintptr_t kCsselr = 0xE000ED84;
constexpr uint32_t kCsselrDataLevel1 = 0;
constexpr uintptr_t kIciallu = 0xE000EF50;
constexpr uintptr_t kDcisw = 0xE000EF60;

void barrier() { __asm volatile("dsb\n isb" ::: "memory"); }

// After reset a data cache holds random tags; what is not marked invalid would be taken for data.
void invalidate_data_cache() {
    register32(kCsselr) = kCsselrDataLevel1;
    barrier();
    const uint32_t id = register32(kCcsidr);
    const uint32_t sets = ((id >> 13) & 0x7FFF) + 1;
    const uint32_t ways = ((id >> 3) & 0x3FF) + 1;
    const uint32_t set_shift = (id & 7) + 4;  // log2 of a line's bytes
    const uint32_t way_shift = ways > 1 ? static_cast<uint32_t>(__builtin_clz(ways - 1)) : 0;
    for (uint32_t set = 0; set < sets; ++set) {
        for (uint32_t way = 0; way < ways; ++way) {
            register32(kDcisw) = set << set_shift | way << way_shift;
        }
    }
    barrier();
}

}  // namespace

void enable() {
    invalidate_data_cache();
    register32(kIciallu) = 0;
    barrier();
    set_bits(kCcr, kCcrInstructionCache | kCcrDataCache);
    barrier();
}

}  // namespace neurio::caches
