// Microseconds since start, counted by hardware alone.
#pragma once

#include <stdint.h>

namespace neurio::timebase {

void initialise();
uint64_t microseconds();

}  // namespace neurio::timebase
