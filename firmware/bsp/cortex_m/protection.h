// The memory protection unit of Armv7-M (Architecture Reference Manual, B3.5).
#pragma once

#include <stdint.h>

namespace neurio::protection {

// A region's rights and kind of memory, as MPU_RASR has them.
constexpr uint32_t kNoAccess = 0;
constexpr uint32_t kReadWrite = 3u << 24;
constexpr uint32_t kReadOnly = 6u << 24;
constexpr uint32_t kNeverExecuted = 1u << 28;
constexpr uint32_t kStronglyOrdered = 0;
constexpr uint32_t kDevice = 2u << 19;                        // not shared
constexpr uint32_t kUncached = 1u << 19;                      // normal memory
constexpr uint32_t kCached = 1u << 19 | 1u << 17 | 1u << 16;  // write-back, allocating

struct Region {
    uint32_t origin;
    uint32_t bytes_log2;
    uint32_t attributes;
};

void begin();
void set(uint32_t number, const Region& region);
void finish();

// Turns the unit on. Where regions overlap, the last one counts; where there is none, nothing may
// be touched but the private peripherals.
template <uint32_t kCount>
void enable(const Region (&regions)[kCount]) {
    begin();
    for (uint32_t number = 0; number < kCount; ++number) {
        set(number, regions[number]);
    }
    finish();
}

}  // namespace neurio::protection
