// Where STM32L4 and L4+ have the peripherals that this board support touches, and their registers
// of power, flash and clocks: reference manuals RM0351 (L4) and RM0432 (L4+). Chapters are named as
// the manuals name them.
#pragma once

#include <stdint.h>

#include "board.h"
#include "bsp/stm32/registers.h"

namespace neurio {

// Power control (PWR)
namespace pwr {
constexpr uintptr_t kBase = 0x40007000;
constexpr uintptr_t kCr1 = kBase + 0x00;
constexpr uint32_t kCr1BackupAccess = 1u << 8;  // DBP
constexpr uintptr_t kCr2 = kBase + 0x04;
constexpr uint32_t kCr2Vddio2Valid = 1u << 9;   // IOSV: PG2 to PG15 are connected
constexpr uintptr_t kCr5 = kBase + 0x80;        // L4+ only
constexpr uint32_t kCr5Range1Normal = 1u << 8;  // R1MODE: cleared for boost mode
}  // namespace pwr

// Embedded Flash memory (FLASH)
namespace flash {
constexpr uintptr_t kAcr = 0x40022000;
constexpr uint32_t kAcrLatency = 7u << 0;  // of L4+, a fourth bit that stays 0
constexpr uint32_t kAcrPrefetch = 1u << 8;
constexpr uint32_t kAcrInstructionCache = 1u << 9;
constexpr uint32_t kAcrDataCache = 1u << 10;
}  // namespace flash

// Reset and clock control (RCC)
namespace rcc {
constexpr uintptr_t kBase = 0x40021000;
constexpr uintptr_t kCr = kBase + 0x00;
constexpr uint32_t kCrMsiTrimmedByLse = 1u << 2;  // MSIPLLEN
constexpr uint32_t kCrPllOn = 1u << 24;
constexpr uint32_t kCrPllReady = 1u << 25;
constexpr uintptr_t kCfgr = kBase + 0x08;
constexpr uint32_t kCfgrSwitch = 3u << 0;
constexpr uint32_t kCfgrSwitchPll = 3u << 0;
constexpr uint32_t kCfgrStatus = 3u << 2;
constexpr uint32_t kCfgrStatusPll = 3u << 2;
constexpr uint32_t kCfgrAhbPrescaler = 15u << 4;
constexpr uint32_t kCfgrAhbHalf = 8u << 4;
constexpr uintptr_t kPllcfgr = kBase + 0x0C;
constexpr uint32_t kPllSourceMsi = 1u << 0;
constexpr uint32_t kPllMShift = 4;
constexpr uint32_t kPllNShift = 8;
constexpr uint32_t kPllREnable = 1u << 24;  // PLLR = 00: divided by two
constexpr uintptr_t kAhb2enr = kBase + 0x4C;
constexpr uintptr_t kApb1enr1 = kBase + 0x58;
constexpr uintptr_t kApb1enr2 = kBase + 0x5C;
constexpr uintptr_t kApb2enr = kBase + 0x60;
constexpr uintptr_t kBdcr = kBase + 0x90;
constexpr uint32_t kBdcrLseOn = 1u << 0;
constexpr uint32_t kBdcrLseReady = 1u << 1;
}  // namespace rcc

namespace chip {

constexpr uintptr_t kGpioBase = 0x48000000;
constexpr uintptr_t kGpioEnable = rcc::kAhb2enr;
constexpr Peripheral kPower{pwr::kBase, rcc::kApb1enr1, 1u << 28};

// PCLK1 is the core's clock, and so is that of the timers.
constexpr uint32_t kTimerHz = board::kClockHz;
constexpr Peripheral kTim2{0x40000000, rcc::kApb1enr1, 1u << 0};
constexpr Peripheral kWrapTimer{0x40000C00, rcc::kApb1enr1, 1u << 3};  // TIM5
constexpr uint32_t kTim2OfWrapTimer = 0;                               // ITR0

// The console is LPUART1, or USART1 of chips without FIFOs.
constexpr Uart uart(uintptr_t base) {
    constexpr uintptr_t kLpuart1 = 0x40008000;
    constexpr uintptr_t kUsart1 = 0x40013800;
    return base == kLpuart1
               ? Uart{{kLpuart1, rcc::kApb1enr2, 1u << 0}, board::kClockHz, true, true}
               : Uart{{kUsart1, rcc::kApb2enr, 1u << 14}, board::kClockHz, false, false};
}

// Port G is supplied by VDDIO2, which is isolated until it is declared valid.
inline void supply_pins() {
    if (board::kUartTxPort == 'G') {
        set_bits(pwr::kCr2, pwr::kCr2Vddio2Valid);
    }
}

}  // namespace chip
}  // namespace neurio
