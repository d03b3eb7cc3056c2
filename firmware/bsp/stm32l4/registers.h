// The registers of STM32L4 and L4+ that this board support touches, from the reference manual
// RM0432 (STM32L4+). Chapters are named as the manual names them.
#pragma once

#include <stdint.h>

#include "bsp/cortex_m/registers.h"

namespace neurio {

// Power control (PWR)
namespace pwr {
constexpr uintptr_t kBase = 0x40007000;
constexpr uintptr_t kCr1 = kBase + 0x00;
constexpr uint32_t kCr1BackupAccess = 1u << 8;  // DBP
constexpr uintptr_t kCr2 = kBase + 0x04;
constexpr uint32_t kCr2Vddio2Valid = 1u << 9;  // IOSV: PG2 to PG15 are connected
constexpr uintptr_t kCr5 = kBase + 0x80;
constexpr uint32_t kCr5Range1Normal = 1u << 8;  // R1MODE: cleared for boost mode
}  // namespace pwr

// Embedded Flash memory (FLASH)
namespace flash {
constexpr uintptr_t kAcr = 0x40022000;
constexpr uint32_t kAcrLatency = 15u << 0;
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
constexpr uint32_t kApb1enr1Tim2 = 1u << 0;
constexpr uint32_t kApb1enr1Tim5 = 1u << 3;
constexpr uint32_t kApb1enr1Pwr = 1u << 28;
constexpr uintptr_t kApb1enr2 = kBase + 0x5C;
constexpr uint32_t kApb1enr2Lpuart1 = 1u << 0;
constexpr uintptr_t kBdcr = kBase + 0x90;
constexpr uint32_t kBdcrLseOn = 1u << 0;
constexpr uint32_t kBdcrLseReady = 1u << 1;

// Turns a peripheral's clock on. Reading back lets it arrive before the peripheral is touched.
inline void enable(uintptr_t enable_register, uint32_t bit) {
    set_bits(enable_register, bit);
    [[maybe_unused]] const uint32_t arrived = register32(enable_register);
}
}  // namespace rcc

// General-purpose I/Os (GPIO)
namespace gpio {
constexpr uintptr_t kBase = 0x48000000;
constexpr uintptr_t kPortStride = 0x400;
constexpr uintptr_t kMode = 0x00;
constexpr uintptr_t kSpeed = 0x08;
constexpr uintptr_t kSetReset = 0x18;
constexpr uintptr_t kAlternate = 0x20;  // AFRL, and AFRH behind it
}  // namespace gpio

// Low-power universal asynchronous receiver transmitter (LPUART)
namespace lpuart {
constexpr uintptr_t kBase = 0x40008000;
constexpr uintptr_t kCr1 = kBase + 0x00;
constexpr uint32_t kCr1Enable = 1u << 0;
constexpr uint32_t kCr1Receive = 1u << 2;
constexpr uint32_t kCr1Transmit = 1u << 3;
constexpr uint32_t kCr1Fifo = 1u << 29;
constexpr uintptr_t kCr3 = kBase + 0x08;
constexpr uint32_t kCr3NoOverrun = 1u << 12;  // OVRDIS
constexpr uintptr_t kBrr = kBase + 0x0C;
constexpr uintptr_t kIsr = kBase + 0x1C;
constexpr uint32_t kIsrReceived = 1u << 5;     // RXFNE
constexpr uint32_t kIsrTransmitted = 1u << 6;  // TC
constexpr uint32_t kIsrRoom = 1u << 7;         // TXFNF
constexpr uintptr_t kReceive = kBase + 0x24;
constexpr uintptr_t kTransmit = kBase + 0x28;
constexpr uintptr_t kPrescaler = kBase + 0x2C;
}  // namespace lpuart

// General-purpose timers (TIM2/TIM3/TIM4/TIM5)
namespace tim {
constexpr uintptr_t kTim2 = 0x40000000;
constexpr uintptr_t kTim5 = 0x40000C00;
constexpr uintptr_t kCr1 = 0x00;
constexpr uint32_t kCr1Enable = 1u << 0;
constexpr uintptr_t kCr2 = 0x04;
constexpr uint32_t kCr2TriggerOnUpdate = 2u << 4;  // MMS
constexpr uintptr_t kSmcr = 0x08;
constexpr uint32_t kSmcrCountTriggers = 7u << 0;  // SMS: external clock mode 1
constexpr uint32_t kSmcrTriggerItr0 = 0u << 4;    // TS: of TIM5, ITR0 is TIM2
constexpr uintptr_t kEgr = 0x14;
constexpr uint32_t kEgrUpdate = 1u << 0;
constexpr uintptr_t kCounter = 0x24;
constexpr uintptr_t kPrescaler = 0x28;
constexpr uintptr_t kReload = 0x2C;
}  // namespace tim

}  // namespace neurio
