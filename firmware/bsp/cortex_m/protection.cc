#include "bsp/cortex_m/protection.h"

#include "bsp/common/registers.h"

namespace neurio::protection {
namespace {

constexpr uintptr_t kControl = 0xE000ED94;
constexpr uint32_t kControlEnable = 1u << 0;
constexpr uintptr_t kNumber = 0xE000ED98;
constexpr uintptr_t kOrigin = 0xE000ED9C;
constexpr uintptr_t kAttributes = 0xE000EDA0;
constexpr uint32_t kRegionEnable = 1u << 0;
constexpr uint32_t kSizeShift = 1;

void barrier() { __asm volatile("dsb\n isb" ::: "memory"); }

}  // namespace

void begin() {
    barrier();
    register32(kControl) = 0;
}

void set(uint32_t number, const Region& region) {
    register32(kNumber) = number;
    register32(kOrigin) = region.origin;
    register32(kAttributes) =
        region.attributes | (region.bytes_log2 - 1) << kSizeShift | kRegionEnable;
}

void finish() {
    register32(kControl) = kControlEnable;
    barrier();
}

}  // namespace neurio::protection
