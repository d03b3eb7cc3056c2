// Power, flash and clocks of STM32H742, H743, H753 (RM0433) and of H7A3, H7B3 (RM0455), which have
// them in common. Chapters are named as the manuals name them; registers whose names differ have
// the name of RM0433 first.
#pragma once

#include <stdint.h>

namespace neurio {

// Power control (PWR)
namespace pwr {
constexpr uintptr_t kBase = 0x58024800;
constexpr uintptr_t kCsr1 = kBase + 0x04;
constexpr uint32_t kCsr1VoltageReady = 1u << 13;  // ACTVOSRDY
constexpr uintptr_t kCr3 = kBase + 0x0C;
constexpr uint32_t kCr3Supply = 7u << 0;    // BYPASS, LDOEN, and SCUEN or SMPSEN
constexpr uintptr_t kScale = kBase + 0x18;  // D3CR, SRDCR
constexpr uint32_t kScaleReady = 1u << 13;
constexpr uint32_t kScaleVos = 3u << 14;
}  // namespace pwr

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
constexpr uintptr_t kDomain1 = kBase + 0x18;  // D1CFGR, CDCFGR1
constexpr uint32_t kAhbHalf = 8u << 0;        // HPRE
constexpr uint32_t kApb3Half = 4u << 4;       // D1PPRE, CDPPRE
constexpr uintptr_t kDomain2 = kBase + 0x1C;  // D2CFGR, CDCFGR2
constexpr uint32_t kApb1Half = 4u << 4;       // D2PPRE1, CDPPRE1
constexpr uint32_t kApb2Half = 4u << 8;       // D2PPRE2, CDPPRE2
constexpr uintptr_t kDomain3 = kBase + 0x20;  // D3CFGR, SRDCFGR
constexpr uint32_t kApb4Half = 4u << 4;       // D3PPRE, SRDPPRE
constexpr uintptr_t kPllckselr = kBase + 0x28;
constexpr uint32_t kPllSource = 3u << 0;
constexpr uint32_t kPllSourceHse = 2u << 0;
constexpr uint32_t kPllM1Shift = 4;
constexpr uint32_t kPllM1 = 63u << kPllM1Shift;
constexpr uintptr_t kPllcfgr = kBase + 0x2C;
constexpr uint32_t kPll1Wide = 0u << 1;           // PLL1VCOSEL
constexpr uint32_t kPll1Input8To16MHz = 3u << 2;  // PLL1RGE
constexpr uint32_t kPll1POutput = 1u << 16;       // DIVP1EN
constexpr uintptr_t kPll1divr = kBase + 0x30;
constexpr uint32_t kPll1PShift = 9;
constexpr uintptr_t kAhb4enr = kBase + 0xE0;
constexpr uintptr_t kApb1lenr = kBase + 0xE8;
constexpr uintptr_t kApb4enr = kBase + 0xF4;
}  // namespace rcc

}  // namespace neurio
