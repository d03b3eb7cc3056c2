#include "bsp/stm32l4/timebase.h"

#include "board.h"
#include "bsp/stm32l4/registers.h"

// TIM2 counts microseconds and wraps after 71 minutes; TIM5 counts its wraps. Together they are
// one 64-bit counter, and no interrupt disturbs what is measured.
namespace neurio::timebase {
namespace {

constexpr uint32_t kCountAll = 0xFFFFFFFF;
// TIM5 follows a wrap of TIM2 some bus cycles later; past this count it surely has.
constexpr uint32_t kSettled = 2;

}  // namespace

void initialise() {
    rcc::enable(rcc::kApb1enr1, rcc::kApb1enr1Tim2 | rcc::kApb1enr1Tim5);
    register32(tim::kTim2 + tim::kPrescaler) = board::kClockHz / 1000000 - 1;
    register32(tim::kTim2 + tim::kReload) = kCountAll;
    register32(tim::kTim2 + tim::kEgr) = tim::kEgrUpdate;  // takes the prescaler over
    register32(tim::kTim2 + tim::kCr2) = tim::kCr2TriggerOnUpdate;

    register32(tim::kTim5 + tim::kReload) = kCountAll;
    register32(tim::kTim5 + tim::kSmcr) = tim::kSmcrTriggerItr0 | tim::kSmcrCountTriggers;
    register32(tim::kTim5 + tim::kCounter) = 0;
    register32(tim::kTim5 + tim::kCr1) = tim::kCr1Enable;

    register32(tim::kTim2 + tim::kCr1) = tim::kCr1Enable;
}

uint64_t microseconds() {
    uint32_t wraps = 0;
    uint32_t count = 0;
    do {
        wraps = register32(tim::kTim5 + tim::kCounter);
        count = register32(tim::kTim2 + tim::kCounter);
    } while (count < kSettled || wraps != register32(tim::kTim5 + tim::kCounter));
    return (uint64_t{wraps} << 32) | count;
}

}  // namespace neurio::timebase
