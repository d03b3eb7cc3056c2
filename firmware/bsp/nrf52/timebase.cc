#include "bsp/nrf52/timebase.h"

#include "bsp/nrf52/registers.h"

// TIMER0 counts microseconds and wraps after 71 minutes; TIMER1 counts, through the PPI, how often
// it has passed the middle of its range. Together they are one 64-bit counter, and no interrupt
// disturbs what is measured.
namespace neurio::timebase {
namespace {

constexpr uint32_t kPrescaler = 4;  // 16 MHz / 2^4
constexpr uint32_t kMiddle = 0x80000000;
// TIMER1 follows some bus cycles later; past the middle by this count it surely has.
constexpr uint32_t kSettled = 2;

uint32_t capture(uintptr_t which) {
    register32(which + timer::kCapture0) = kTrigger;
    return register32(which + timer::kCc0);
}

}  // namespace

void initialise() {
    register32(timer::kTimer1 + timer::kMode) = timer::kModeCounter;
    register32(timer::kTimer1 + timer::kBitMode) = timer::kBitMode32;
    register32(timer::kTimer1 + timer::kClear) = kTrigger;
    register32(timer::kTimer1 + timer::kStart) = kTrigger;

    register32(ppi::kEvent0) = timer::kTimer0 + timer::kCompare1;
    register32(ppi::kTask0) = timer::kTimer1 + timer::kCount;
    register32(ppi::kEnableSet) = 1u << 0;

    register32(timer::kTimer0 + timer::kMode) = timer::kModeTimer;
    register32(timer::kTimer0 + timer::kBitMode) = timer::kBitMode32;
    register32(timer::kTimer0 + timer::kPrescaler) = kPrescaler;
    register32(timer::kTimer0 + timer::kCc1) = kMiddle;
    register32(timer::kTimer0 + timer::kClear) = kTrigger;
    register32(timer::kTimer0 + timer::kStart) = kTrigger;
}

uint64_t microseconds() {
    uint32_t middles = 0;
    uint32_t count = 0;
    do {
        middles = capture(timer::kTimer1);
        count = capture(timer::kTimer0);
    } while (count - kMiddle < kSettled || middles != capture(timer::kTimer1));
    const uint32_t wraps = count < kMiddle ? middles : middles - 1;
    return (uint64_t{wraps} << 32) | count;
}

}  // namespace neurio::timebase
