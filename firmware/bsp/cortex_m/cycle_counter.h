// The core's own cycle counter, on silicon. Emulators leave it at 0.
#pragma once

#include <stdint.h>

#include "bsp/cortex_m/registers.h"

namespace neurio {

inline void enable_cycle_counter() {
    set_bits(dwt::kDemcr, dwt::kDemcrTrace);
    register32(dwt::kLock) = dwt::kLockKey;  // closed after reset on Cortex-M7
    register32(dwt::kCycles) = 0;
    set_bits(dwt::kCtrl, dwt::kCtrlCycleCounter);
}

// Wraps after 2^32 cycles: 35 s at 120 MHz.
inline uint32_t cycles() { return register32(dwt::kCycles); }

}  // namespace neurio
