// Supply, clocks, and the memory that the core may touch.
#pragma once

#include <stdint.h>

namespace neurio::clock {

constexpr uint32_t kCrystalHz = 24000000;

// The core at its rated maximum; UART and timers on the crystal; caches on.
void initialise();

}  // namespace neurio::clock
