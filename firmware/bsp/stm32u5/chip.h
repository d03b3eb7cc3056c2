// Where STM32U575 and U585 have the peripherals that this board support touches, and their
// registers of power, flash and clocks: reference manual RM0456. Chapters are named as the manual
// names them. TrustZone is off as delivered; these are the addresses then.
#pragma once

#include <stdint.h>

#include "board.h"
#include "bsp/stm32/registers.h"

namespace neurio {

// Power control (PWR)
namespace pwr {
constexpr uintptr_t kBase = 0x46020800;
constexpr uintptr_t kVosr = kBase + 0x0C;
constexpr uint32_t kVosrBoostReady = 1u << 14;
constexpr uint32_t kVosrReady = 1u << 15;
constexpr uint32_t kVosrRange = 3u << 16;
constexpr uint32_t kVosrRange1 = 3u << 16;
constexpr uint32_t kVosrBoost = 1u << 18;  // BOOSTEN: the regulator's booster, above 55 MHz
constexpr uintptr_t kDbpr = kBase + 0x28;
constexpr uint32_t kDbprBackupAccess = 1u << 0;
}  // namespace pwr

// Embedded Flash memory (FLASH)
namespace flash {
constexpr uintptr_t kAcr = 0x40022000;
constexpr uint32_t kAcrLatency = 15u << 0;
constexpr uint32_t kAcrPrefetch = 1u << 8;
}  // namespace flash

// Instruction cache (ICACHE): of the flash, for instructions and constants
namespace icache {
constexpr uintptr_t kBase = 0x40030400;
constexpr uintptr_t kCr = kBase + 0x00;
constexpr uint32_t kCrEnable = 1u << 0;
constexpr uintptr_t kSr = kBase + 0x04;
constexpr uint32_t kSrBusy = 1u << 0;
}  // namespace icache

// Reset and clock control (RCC)
namespace rcc {
constexpr uintptr_t kBase = 0x46020C00;
constexpr uintptr_t kCr = kBase + 0x00;
constexpr uint32_t kCrMsiTrimmedByLse = 1u << 3;  // MSIPLLEN
constexpr uint32_t kCrTrimsMsis = 1u << 6;        // MSIPLLSEL
constexpr uint32_t kCrPll1On = 1u << 24;
constexpr uint32_t kCrPll1Ready = 1u << 25;
constexpr uintptr_t kCfgr1 = kBase + 0x1C;
constexpr uint32_t kCfgr1Switch = 3u << 0;
constexpr uint32_t kCfgr1SwitchPll1 = 3u << 0;
constexpr uint32_t kCfgr1Status = 3u << 2;
constexpr uint32_t kCfgr1StatusPll1 = 3u << 2;
constexpr uintptr_t kPll1cfgr = kBase + 0x28;
constexpr uint32_t kPll1SourceMsis = 1u << 0;    // PLL1M and PLL1MBOOST = 0: undivided
constexpr uint32_t kPll1Input4To8MHz = 0u << 2;  // PLL1RGE
constexpr uint32_t kPll1ROutput = 1u << 18;      // PLL1REN
constexpr uintptr_t kPll1divr = kBase + 0x34;
constexpr uint32_t kPll1RShift = 24;
constexpr uintptr_t kAhb2enr1 = kBase + 0x8C;
constexpr uintptr_t kAhb3enr = kBase + 0x94;
constexpr uintptr_t kApb1enr1 = kBase + 0x9C;
constexpr uintptr_t kApb2enr = kBase + 0xA4;
constexpr uintptr_t kBdcr = kBase + 0xF0;
constexpr uint32_t kBdcrLseOn = 1u << 0;
constexpr uint32_t kBdcrLseReady = 1u << 1;
constexpr uint32_t kBdcrLseDrive = 3u << 3;
constexpr uint32_t kBdcrLseDriveMediumHigh = 2u << 3;
constexpr uint32_t kBdcrLsesysOn = 1u << 7;  // LSESYS: LSE for all but the real-time clock
constexpr uint32_t kBdcrLsesysReady = 1u << 11;
}  // namespace rcc

namespace chip {

constexpr uintptr_t kGpioBase = 0x42020000;
constexpr uintptr_t kGpioEnable = rcc::kAhb2enr1;
constexpr Peripheral kPower{pwr::kBase, rcc::kAhb3enr, 1u << 2};

// All buses run at the core's clock, and so do the timers.
constexpr uint32_t kTimerHz = board::kClockHz;
constexpr Peripheral kTim2{0x40000000, rcc::kApb1enr1, 1u << 0};
constexpr Peripheral kWrapTimer{0x40000400, rcc::kApb1enr1, 1u << 1};  // TIM3
constexpr uint32_t kTim2OfWrapTimer = 1;                               // ITR1

// The console is USART1.
constexpr Uart uart(uintptr_t base) {
    return {{base, rcc::kApb2enr, 1u << 14}, board::kClockHz, false, true};
}

inline void supply_pins() {}

}  // namespace chip
}  // namespace neurio
