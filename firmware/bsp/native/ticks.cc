// Ticks for profiles by layer: this computer's nanoseconds.
#include <time.h>

#include "harness/platform.h"

namespace neurio::platform {

const uint32_t kTicksASecond = 1000000000;

uint64_t ticks() {
    timespec now = {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<uint64_t>(now.tv_sec) * kTicksASecond + static_cast<uint64_t>(now.tv_nsec);
}

}  // namespace neurio::platform
