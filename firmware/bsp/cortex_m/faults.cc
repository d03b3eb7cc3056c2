#include "bsp/cortex_m/faults.h"

#include <stdint.h>

#include "board.h"
#include "bsp/common/memory_map.h"
#include "bsp/cortex_m/registers.h"
#include "harness/platform.h"
#include "harness/print.h"
#include "harness/protocol_text.h"

namespace {

constexpr uint32_t kFrameWords = 8;
constexpr uint32_t kFramePc = 6;
constexpr uint32_t kActiveMask = 0x1FF;

// Where the core stopped; 0 where the stack itself was at fault and holds no frame.
uint32_t stacked_pc(const uint32_t* frame) {
    const bool inside = reinterpret_cast<uintptr_t>(frame) >= neurio::board::kRamOrigin &&
                        frame + kFrameWords <= stack_top;
    return inside ? frame[kFramePc] : 0;
}

uint32_t active_exception() {
    uint32_t status;
    __asm volatile("mrs %0, ipsr" : "=r"(status));
    return status & kActiveMask;
}

}  // namespace

extern "C" [[noreturn, gnu::used]] void report_fault(const uint32_t* frame) {
    using namespace neurio;
    end_line();
    print_line(protocol::kErrorFault, uint64_t{active_exception()}, Hex{stacked_pc(frame)},
               Hex{scb::fault_status()});
    platform::flush();
    __asm volatile("dsb" ::: "memory");
    register32(scb::kAircr) = scb::kAircrReset;
    for (;;) {
    }
}

// The stack may be what failed: start a new one before anything is called.
#define NEURIO_FAULT_HANDLER(handler)          \
    extern "C" [[gnu::naked]] void handler() { \
        __asm volatile(                        \
            "mrs r0, msp\n"                    \
            "ldr r1, =stack_top\n"             \
            "msr msp, r1\n"                    \
            "ldr r1, =report_fault\n"          \
            "bx r1\n"                          \
            ".ltorg\n");                       \
    }

NEURIO_FAULT_HANDLER(nmi_handler)
NEURIO_FAULT_HANDLER(hard_fault_handler)
NEURIO_FAULT_HANDLER(memory_fault_handler)
NEURIO_FAULT_HANDLER(bus_fault_handler)
NEURIO_FAULT_HANDLER(usage_fault_handler)
NEURIO_FAULT_HANDLER(unexpected_handler)
