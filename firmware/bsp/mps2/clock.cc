#include "bsp/mps2/clock.h"

#include "board.h"
#include "bsp/common/registers.h"

// Application Note 386 (and 385, 500, 547), FPGA system control and I/O: a counter of the system
// clock that wraps after minutes, and one of 100 Hz that wraps after 497 days. Together they are
// one 64-bit counter, without an interrupt that would disturb what is measured.
namespace neurio::clock {
namespace {

constexpr uintptr_t kHundredths = board::kFpgaioBase + 0x14;
constexpr uintptr_t kTicks = board::kFpgaioBase + 0x18;
constexpr uintptr_t kPrescale = board::kFpgaioBase + 0x1C;
constexpr uint32_t kTicksAHundredth = board::kCounterHz / 100;
constexpr uint32_t kTicksAMicrosecond = board::kCounterHz / 1000000;

}  // namespace

void initialise() {
    register32(kPrescale) = 0;  // count every tick
    register32(kTicks) = 0;
    register32(kHundredths) = 0;  // second, so that the ticks are never behind at the start
}

uint64_t ticks() {
    // The hundredths tell the ticks to within seconds; the low word of the ticks tells the rest.
    const uint64_t roughly = uint64_t{register32(kHundredths)} * kTicksAHundredth;
    const uint32_t beyond = register32(kTicks) - static_cast<uint32_t>(roughly);
    return roughly + static_cast<int32_t>(beyond);
}

uint64_t microseconds() { return ticks() / kTicksAMicrosecond; }

}  // namespace neurio::clock
