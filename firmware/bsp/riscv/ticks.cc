// Ticks for profiles by layer: the core's cycles where it counts them, else microseconds.
#include "board.h"
#include "bsp/riscv/csr.h"
#include "harness/platform.h"

namespace neurio::platform {

const uint32_t kTicksASecond = board::kCountsCycles ? board::kClockHz : 1000000;

uint64_t ticks() { return board::kCountsCycles ? cycles() : microseconds(); }

}  // namespace neurio::platform
