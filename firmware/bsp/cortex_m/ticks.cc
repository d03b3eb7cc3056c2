// Ticks for profiles by layer: the core's cycles where it counts them, else microseconds. Weak:
// a family whose core does not count has a finer clock of its own.
#include "board.h"
#include "bsp/cortex_m/cycle_counter.h"
#include "harness/platform.h"

namespace neurio::platform {

#if __ARM_ARCH >= 7

extern const uint32_t kTicksASecond __attribute__((weak));
const uint32_t kTicksASecond = board::kClockHz;

namespace {

constexpr uint32_t kCyclesAMicrosecond = board::kClockHz / 1000000;
bool counting = false;
uint32_t zero = 0;

}  // namespace

// The microseconds tell the cycles to within seconds, the 32-bit counter tells the rest: together
// they are 64 bits that do not wrap.
[[gnu::weak]] uint64_t ticks() {
    if (!counting) {
        counting = true;
        enable_cycle_counter();
        zero = cycles() - static_cast<uint32_t>(microseconds() * kCyclesAMicrosecond);
    }
    const uint32_t now = cycles() - zero;
    const uint64_t roughly = microseconds() * kCyclesAMicrosecond;
    return roughly + static_cast<int32_t>(now - static_cast<uint32_t>(roughly));
}

#else

const uint32_t kTicksASecond = 1000000;

uint64_t ticks() { return microseconds(); }

#endif

}  // namespace neurio::platform
