// Power, flash and clocks of STM32F4 and F7, which have them in common: reference manuals RM0390
// (F446), RM0383 (F411), RM0090 (F429), RM0385 (F746) and RM0410 (F767). Chapters are named as the
// manuals name them.
#pragma once

#include <stdint.h>

namespace neurio {

// Power controller (PWR)
namespace pwr {
constexpr uintptr_t kBase = 0x40007000;
constexpr uintptr_t kCr = kBase + 0x00;
constexpr uint32_t kCrScale1 = 3u << 14;  // VOS
constexpr uint32_t kCrOverdrive = 1u << 16;
constexpr uint32_t kCrOverdriveSwitch = 1u << 17;
constexpr uintptr_t kCsr = kBase + 0x04;
constexpr uint32_t kCsrVoltageReady = 1u << 14;
constexpr uint32_t kCsrOverdriveReady = 1u << 16;
constexpr uint32_t kCsrOverdriveSwitched = 1u << 17;
}  // namespace pwr

// Embedded Flash memory interface
namespace flash {
constexpr uintptr_t kAcr = 0x40023C00;
constexpr uint32_t kAcrLatency = 15u << 0;
constexpr uint32_t kAcrPrefetch = 1u << 8;
}  // namespace flash

// Reset and clock control (RCC)
namespace rcc {
constexpr uintptr_t kBase = 0x40023800;
constexpr uintptr_t kCr = kBase + 0x00;
constexpr uint32_t kCrHseOn = 1u << 16;
constexpr uint32_t kCrHseReady = 1u << 17;
constexpr uint32_t kCrHseBypass = 1u << 18;
constexpr uint32_t kCrPllOn = 1u << 24;
constexpr uint32_t kCrPllReady = 1u << 25;
constexpr uintptr_t kPllcfgr = kBase + 0x04;
constexpr uint32_t kPllNShift = 6;
constexpr uint32_t kPllSourceHse = 1u << 22;
constexpr uint32_t kPllQShift = 24;
constexpr uint32_t kPllFields = 0x0F437FFF;  // PLLQ, PLLSRC, PLLP (00: halved), PLLN, PLLM
constexpr uintptr_t kCfgr = kBase + 0x08;
constexpr uint32_t kCfgrSwitch = 3u << 0;
constexpr uint32_t kCfgrSwitchPll = 2u << 0;
constexpr uint32_t kCfgrStatus = 3u << 2;
constexpr uint32_t kCfgrStatusPll = 2u << 2;
constexpr uint32_t kCfgrApb1Shift = 10;
constexpr uint32_t kCfgrApb2Shift = 13;
constexpr uint32_t kCfgrApbs = 7u << kCfgrApb1Shift | 7u << kCfgrApb2Shift;
constexpr uintptr_t kAhb1enr = kBase + 0x30;
constexpr uintptr_t kApb1enr = kBase + 0x40;
constexpr uintptr_t kApb2enr = kBase + 0x44;
}  // namespace rcc

}  // namespace neurio
