#include "bsp/stm32/timebase.h"

#include "board.h"
#include "bsp/stm32/registers.h"
#include "chip.h"

// TIM2 counts microseconds and wraps after 71 minutes; a second timer counts its wraps. Together
// they are one counter that outlives the board, and no interrupt disturbs what is measured.
namespace neurio::timebase {
namespace {

constexpr uint32_t kCountAll = 0xFFFFFFFF;
constexpr uint32_t kMostWraps = 0xFFFF;  // nine years, and what a timer of 16 bits can count
// The second timer follows a wrap of TIM2 some bus cycles later; past this count it surely has.
constexpr uint32_t kSettled = 2;
constexpr uintptr_t kMicroseconds = chip::kTim2.base;
constexpr uintptr_t kWraps = chip::kWrapTimer.base;

}  // namespace

void initialise() {
    chip::kTim2.enable();
    chip::kWrapTimer.enable();
    register32(kMicroseconds + tim::kPrescaler) = chip::kTimerHz / 1000000 - 1;
    register32(kMicroseconds + tim::kReload) = kCountAll;
    register32(kMicroseconds + tim::kEgr) = tim::kEgrUpdate;  // takes the prescaler over
    register32(kMicroseconds + tim::kCr2) = tim::kCr2TriggerOnUpdate;

    register32(kWraps + tim::kReload) = kMostWraps;
    register32(kWraps + tim::kSmcr) =
        chip::kTim2OfWrapTimer << tim::kSmcrTriggerShift | tim::kSmcrCountTriggers;
    register32(kWraps + tim::kCounter) = 0;
    register32(kWraps + tim::kCr1) = tim::kCr1Enable;

    register32(kMicroseconds + tim::kCr1) = tim::kCr1Enable;
}

uint64_t microseconds() {
    uint32_t wraps = 0;
    uint32_t count = 0;
    do {
        wraps = register32(kWraps + tim::kCounter);
        count = register32(kMicroseconds + tim::kCounter);
    } while (count < kSettled || wraps != register32(kWraps + tim::kCounter));
    return (uint64_t{wraps} << 32) | count;
}

}  // namespace neurio::timebase
