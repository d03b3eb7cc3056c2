// Where STM32H7 have the peripherals that this board support touches. AHB runs at the core's clock
// or half of it (kAhbDivider, the chip's), the APBs at half of AHB's.
#pragma once

#include <stdint.h>

#include "board.h"
#include "bsp/stm32/registers.h"
#include "bsp/stm32h7/clock_registers.h"

namespace neurio::chip {

constexpr uintptr_t kGpioBase = 0x58020000;
constexpr uintptr_t kGpioEnable = rcc::kAhb4enr;

constexpr uint32_t kApb1Hz = board::kClockHz / kAhbDivider / 2;
constexpr uint32_t kTimerHz = 2 * kApb1Hz;  // timers of a divided APB run at twice its clock
constexpr Peripheral kTim2{0x40000000, rcc::kApb1lenr, 1u << 0};
constexpr Peripheral kWrapTimer{0x40000400, rcc::kApb1lenr, 1u << 1};  // TIM3, of 16 bits
constexpr uint32_t kTim2OfWrapTimer = 1;                               // ITR1

// The console is USART3.
constexpr Uart uart(uintptr_t base) {
    return {{base, rcc::kApb1lenr, 1u << 18}, kApb1Hz, false, true};
}

inline void supply_pins() {}

}  // namespace neurio::chip
