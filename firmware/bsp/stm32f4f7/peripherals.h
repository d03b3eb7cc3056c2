// Where STM32F4 and F7 have the peripherals that this board support touches.
#pragma once

#include <stdint.h>

#include "board.h"
#include "bsp/stm32/registers.h"
#include "bsp/stm32f4f7/clock_registers.h"

namespace neurio::chip {

constexpr uintptr_t kGpioBase = 0x40020000;
constexpr uintptr_t kGpioEnable = rcc::kAhb1enr;
constexpr Peripheral kPower{pwr::kBase, rcc::kApb1enr, 1u << 28};

constexpr uint32_t kApb1Hz = board::kClockHz / board::kApb1Divider;
constexpr uint32_t kApb2Hz = board::kClockHz / board::kApb2Divider;
// The timers of a divided APB run at twice its clock.
constexpr uint32_t kTimerHz = board::kApb1Divider == 1 ? kApb1Hz : 2 * kApb1Hz;
constexpr Peripheral kTim2{0x40000000, rcc::kApb1enr, 1u << 0};
constexpr Peripheral kWrapTimer{0x40000C00, rcc::kApb1enr, 1u << 3};  // TIM5
constexpr uint32_t kTim2OfWrapTimer = 0;                              // ITR0

// The console is USART1, 2 or 3.
constexpr Uart uart_of(uintptr_t base, const usart::Layout& layout) {
    constexpr uintptr_t kUsart1 = 0x40011000;
    constexpr uintptr_t kUsart2 = 0x40004400;
    return base == kUsart1 ? Uart{{base, rcc::kApb2enr, 1u << 4}, kApb2Hz, false, false, layout}
                           : Uart{{base, rcc::kApb1enr, base == kUsart2 ? 1u << 17 : 1u << 18},
                                  kApb1Hz,
                                  false,
                                  false,
                                  layout};
}

inline void supply_pins() {}

}  // namespace neurio::chip
