// Ticks for profiles by layer: the core's cycles where it counts them, else microseconds.
#include "board.h"
#include "bsp/riscv/csr.h"
#include "harness/platform.h"

namespace neurio {

[[gnu::weak]] void start_cycles() {}

}  // namespace neurio

namespace neurio::platform {

const uint32_t kTicksASecond = board::kCountsCycles ? board::kClockHz : 1000000;

namespace {

bool counting = false;

}  // namespace

uint64_t ticks() {
    if (!board::kCountsCycles) {
        return microseconds();
    }
    if (!counting) {
        counting = true;
        start_cycles();
    }
    return cycles();
}

}  // namespace neurio::platform
