// Where STM32H742, H743 and H753 of revisions X and V have the peripherals that this board support
// touches, and their registers of power, flash and clocks: reference manual RM0433. Chapters are
// named as the manual names them.
#pragma once

#include <stdint.h>

#include "board.h"
#include "bsp/stm32/registers.h"

namespace neurio {

// Microcontroller debug unit (DBGMCU): which chip this is
namespace dbgmcu {
constexpr uintptr_t kIdc = 0x5C001000;
constexpr uint32_t kRevisionShift = 16;
constexpr uint32_t kRevisionX = 0x2001;  // as fast as V, which is 0x2003 (AN5312); Y is 0x1003
}  // namespace dbgmcu

// Power control (PWR)
namespace pwr {
constexpr uintptr_t kBase = 0x58024800;
constexpr uintptr_t kCsr1 = kBase + 0x04;
constexpr uint32_t kCsr1VoltageReady = 1u << 13;  // ACTVOSRDY
constexpr uintptr_t kCr3 = kBase + 0x0C;
constexpr uint32_t kCr3Supply = 7u << 0;  // BYPASS, LDOEN, SCUEN
constexpr uint32_t kCr3Ldo = 1u << 1;     // LDOEN alone: no further change before power-off
constexpr uintptr_t kD3cr = kBase + 0x18;
constexpr uint32_t kD3crVosReady = 1u << 13;
constexpr uint32_t kD3crVos = 3u << 14;
constexpr uint32_t kD3crVosScale1 = 3u << 14;
}  // namespace pwr

// System configuration controller (SYSCFG)
namespace syscfg {
constexpr uintptr_t kBase = 0x58000400;
constexpr uintptr_t kPwrcr = kBase + 0x2C;
constexpr uint32_t kPwrcrOverdrive = 1u << 0;  // ODEN: from scale 1 to scale 0
}  // namespace syscfg

// Embedded Flash memory (FLASH)
namespace flash {
constexpr uintptr_t kAcr = 0x52002000;
constexpr uint32_t kAcrLatency = 15u << 0;
constexpr uint32_t kAcrFrequencyShift = 4;  // WRHIGHFREQ
constexpr uint32_t kAcrFrequency = 3u << kAcrFrequencyShift;
}  // namespace flash

// Reset and clock control (RCC)
namespace rcc {
constexpr uintptr_t kBase = 0x58024400;
constexpr uintptr_t kCr = kBase + 0x00;
constexpr uint32_t kCrHseOn = 1u << 16;
constexpr uint32_t kCrHseReady = 1u << 17;
constexpr uint32_t kCrHseBypass = 1u << 18;
constexpr uint32_t kCrPll1On = 1u << 24;
constexpr uint32_t kCrPll1Ready = 1u << 25;
constexpr uintptr_t kCfgr = kBase + 0x10;
constexpr uint32_t kCfgrSwitch = 7u << 0;
constexpr uint32_t kCfgrSwitchPll1 = 3u << 0;
constexpr uint32_t kCfgrStatus = 7u << 3;
constexpr uint32_t kCfgrStatusPll1 = 3u << 3;
constexpr uintptr_t kD1cfgr = kBase + 0x18;
constexpr uint32_t kD1cfgrAhbHalf = 8u << 0;   // HPRE
constexpr uint32_t kD1cfgrApb3Half = 4u << 4;  // D1PPRE
constexpr uintptr_t kD2cfgr = kBase + 0x1C;
constexpr uint32_t kD2cfgrApb1Half = 4u << 4;  // D2PPRE1
constexpr uint32_t kD2cfgrApb2Half = 4u << 8;  // D2PPRE2
constexpr uintptr_t kD3cfgr = kBase + 0x20;
constexpr uint32_t kD3cfgrApb4Half = 4u << 4;  // D3PPRE
constexpr uintptr_t kPllckselr = kBase + 0x28;
constexpr uint32_t kPllSource = 3u << 0;
constexpr uint32_t kPllSourceHse = 2u << 0;
constexpr uint32_t kPllM1Shift = 4;
constexpr uint32_t kPllM1 = 63u << kPllM1Shift;
constexpr uintptr_t kPllcfgr = kBase + 0x2C;
constexpr uint32_t kPll1Wide = 0u << 1;           // PLL1VCOSEL: 192 to 960 MHz
constexpr uint32_t kPll1Input8To16MHz = 3u << 2;  // PLL1RGE
constexpr uint32_t kPll1POutput = 1u << 16;       // DIVP1EN
constexpr uintptr_t kPll1divr = kBase + 0x30;
constexpr uint32_t kPll1PShift = 9;
constexpr uintptr_t kAhb4enr = kBase + 0xE0;
constexpr uintptr_t kApb1lenr = kBase + 0xE8;
constexpr uintptr_t kApb4enr = kBase + 0xF4;
}  // namespace rcc

namespace chip {

constexpr uintptr_t kGpioBase = 0x58020000;
constexpr uintptr_t kGpioEnable = rcc::kAhb4enr;
constexpr Peripheral kSystemConfiguration{syscfg::kBase, rcc::kApb4enr, 1u << 1};

// AHB runs at half the core's clock, APB1 at half of that; the timers of a divided APB run at twice
// its clock.
constexpr uint32_t kApb1Hz = board::kClockHz / 4;
constexpr uint32_t kTimerHz = 2 * kApb1Hz;
constexpr Peripheral kTim2{0x40000000, rcc::kApb1lenr, 1u << 0};
constexpr Peripheral kWrapTimer{0x40000400, rcc::kApb1lenr, 1u << 1};  // TIM3, of 16 bits
constexpr uint32_t kTim2OfWrapTimer = 1;                               // ITR1

// The console is USART3.
constexpr Uart uart(uintptr_t base) {
    return {{base, rcc::kApb1lenr, 1u << 18}, kApb1Hz, false, true};
}

inline void supply_pins() {}

}  // namespace chip
}  // namespace neurio
