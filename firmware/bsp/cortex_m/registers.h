// The system registers that all Cortex-M cores share (Armv7-M Architecture Reference Manual, B3.2
// and C1.8; the same in Armv8-M).
#pragma once

#include <stdint.h>

#include "bsp/common/registers.h"

namespace neurio {

namespace scb {
constexpr uintptr_t kVtor = 0xE000ED08;
constexpr uintptr_t kAircr = 0xE000ED0C;
constexpr uint32_t kAircrReset = 0x05FA0000u | (1u << 2);  // VECTKEY, SYSRESETREQ
constexpr uintptr_t kCfsr = 0xE000ED28;
constexpr uintptr_t kCpacr = 0xE000ED88;
constexpr uint32_t kCpacrFullFpu = 0xFu << 20;  // CP10 and CP11

// Why the last fault happened. Armv6-M does not tell.
inline uint32_t fault_status() {
#ifdef __ARM_ARCH_6M__
    return 0;
#else
    return register32(kCfsr);
#endif
}
}  // namespace scb

namespace dwt {
constexpr uintptr_t kDemcr = 0xE000EDFC;
constexpr uint32_t kDemcrTrace = 1u << 24;
constexpr uintptr_t kCtrl = 0xE0001000;
constexpr uint32_t kCtrlCycleCounter = 1u << 0;
constexpr uintptr_t kCycles = 0xE0001004;
constexpr uintptr_t kLock = 0xE0001FB0;  // LAR; cores without the lock ignore it
constexpr uint32_t kLockKey = 0xC5ACCE55;
}  // namespace dwt

}  // namespace neurio
