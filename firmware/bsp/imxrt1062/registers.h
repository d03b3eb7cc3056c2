// The registers of the i.MX RT1062 that this board support touches, from its reference manual
// (IMXRT1060RM). Chapters are named as it names them.
#pragma once

#include <stdint.h>

#include "bsp/common/registers.h"

namespace neurio {

// Clock Controller Module (CCM)
namespace ccm {
constexpr uintptr_t kBase = 0x400FC000;
constexpr uintptr_t kArmDivider = kBase + 0x10;   // CACRR
constexpr uintptr_t kBusDividers = kBase + 0x14;  // CBCDR
constexpr uint32_t kIpgMask = 3u << 8;
constexpr uint32_t kIpgShift = 8;
constexpr uint32_t kAhbMask = 7u << 10;
constexpr uint32_t kFromPeriphClk2 = 1u << 25;
constexpr uint32_t kPeriphClk2Mask = 7u << 27;
constexpr uintptr_t kBusSources = kBase + 0x18;  // CBCMR
constexpr uint32_t kPeriphClk2SourceMask = 3u << 12;
constexpr uint32_t kPeriphClk2Crystal = 1u << 12;
constexpr uint32_t kPrePeriphMask = 3u << 18;
constexpr uint32_t kPrePeriphArmPll = 3u << 18;
constexpr uintptr_t kTimerClock = kBase + 0x1C;  // CSCMR1, of PIT and GPT
constexpr uintptr_t kUartClock = kBase + 0x24;   // CSCDR1
constexpr uint32_t kFieldMask = 0x7F;            // of both: divider, and the crystal as source
constexpr uint32_t kCrystal = 1u << 6;
constexpr uintptr_t kHandshakes = kBase + 0x48;  // CDHIPR
constexpr uint32_t kBusyAhb = 1u << 1;
constexpr uint32_t kBusyPeriph = 1u << 5;
constexpr uint32_t kBusyArm = 1u << 16;

// A gate is two bits of one of eight registers.
inline void open_gate(uint32_t number, uint32_t low_bit) {
    set_bits(kBase + 0x68 + 4 * number, 3u << low_bit);
}
}  // namespace ccm

// CCM Analog
namespace analog {
constexpr uintptr_t kArmPll = 0x400D8000;
constexpr uint32_t kArmPllPowerDown = 1u << 12;
constexpr uint32_t kArmPllEnable = 1u << 13;
constexpr uint32_t kArmPllLock = 1u << 31;
}  // namespace analog

// DCDC Converter
namespace dcdc {
constexpr uintptr_t kBase = 0x40080000;
constexpr uintptr_t kStatus = kBase + 0x0;  // REG0
constexpr uint32_t kOutputOk = 1u << 31;
constexpr uintptr_t kTarget = kBase + 0xC;  // REG3
constexpr uint32_t kTargetMask = 0x1F;
}  // namespace dcdc

// IOMUX Controller (IOMUXC) and its general purpose registers
namespace iomuxc {
constexpr uintptr_t kBase = 0x401F8000;
constexpr uintptr_t kPadOffset = 0x1F0;  // from a pin's function to its electrical properties
constexpr uintptr_t kEmc04 = kBase + 0x024;
constexpr uintptr_t kAdB0_02 = kBase + 0x0C4;
constexpr uintptr_t kAdB0_03 = kBase + 0x0C8;
constexpr uintptr_t kLpuart6Receive = kBase + 0x550;  // which pin the input is from
constexpr uintptr_t kLpuart6Transmit = kBase + 0x554;
constexpr uint32_t kFromAdB0 = 1;
constexpr uint32_t kFunctionLpuart6 = 2;
constexpr uint32_t kFunctionGpio = 5;
// Hysteresis, pulled up by 22 kOhm, medium speed, and the drive strength of reset
constexpr uint32_t kInputPulledUp = 1u << 16 | 3u << 14 | 1u << 13 | 1u << 12 | 0xB0;
constexpr uintptr_t kGpr14 = 0x400AC038;
constexpr uintptr_t kGpr16 = 0x400AC040;
constexpr uintptr_t kGpr17 = 0x400AC044;
}  // namespace iomuxc

// General Purpose Input/Output (GPIO)
namespace gpio4 {
constexpr uintptr_t kDirection = 0x401C4004;
constexpr uintptr_t kSet = 0x401C4084;
constexpr uintptr_t kClear = 0x401C4088;
}  // namespace gpio4

// Low Power Universal Asynchronous Receiver/Transmitter (LPUART)
namespace lpuart6 {
constexpr uintptr_t kBase = 0x40198000;
constexpr uintptr_t kBaud = kBase + 0x10;
constexpr uint32_t kBaudOversamplingShift = 24;
constexpr uintptr_t kStatus = kBase + 0x14;
constexpr uint32_t kErrors = 15u << 16;  // overrun, noise, framing, parity: cleared by ones
constexpr uint32_t kReceived = 1u << 21;
constexpr uint32_t kSent = 1u << 22;
constexpr uint32_t kRoom = 1u << 23;
constexpr uintptr_t kControl = kBase + 0x18;
constexpr uint32_t kReceive = 1u << 18;
constexpr uint32_t kTransmit = 1u << 19;
constexpr uintptr_t kData = kBase + 0x1C;
constexpr uintptr_t kFifo = kBase + 0x28;
constexpr uint32_t kFifos = 1u << 3 | 1u << 7;
}  // namespace lpuart6

// Periodic Interrupt Timer (PIT)
namespace pit {
constexpr uintptr_t kBase = 0x40084000;
constexpr uintptr_t kControl = kBase + 0x00;  // MCR: 0 lets timers count
constexpr uintptr_t kLifetimeHigh = kBase + 0xE0;
constexpr uintptr_t kLifetimeLow = kBase + 0xE4;
constexpr uintptr_t kLoad0 = kBase + 0x100;
constexpr uintptr_t kControl0 = kBase + 0x108;
constexpr uintptr_t kLoad1 = kBase + 0x110;
constexpr uintptr_t kControl1 = kBase + 0x118;
constexpr uint32_t kEnable = 1u << 0;
constexpr uint32_t kChained = 1u << 2;
}  // namespace pit

}  // namespace neurio
