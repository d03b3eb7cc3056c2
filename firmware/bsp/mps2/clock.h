// Time from the FPGA's free-running counters.
#pragma once

#include <stdint.h>

namespace neurio::clock {

void initialise();
uint64_t microseconds();
// Of the counter, board::kCounterHz a second.
uint64_t ticks();

}  // namespace neurio::clock
