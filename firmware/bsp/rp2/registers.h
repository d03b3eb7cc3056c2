// The registers that RP2040 and RP2350 share and that this board support touches. Where a block
// lies, and what differs, is the chip's: chip.h. Section numbers are the RP2040 data sheet's.
#pragma once

#include <stdint.h>

#include "bsp/common/registers.h"
#include "chip.h"

namespace neurio {

// 2.1.2: three more addresses of each peripheral register change only the bits that are written.
constexpr uintptr_t kSetAlias = 0x2000;
constexpr uintptr_t kClearAlias = 0x3000;

// 2.14.3 Resets
namespace resets {
constexpr uintptr_t kBase = chip::kResets;
constexpr uintptr_t kReset = kBase + 0x0;
constexpr uintptr_t kDone = kBase + 0x8;

// Takes blocks out of reset.
inline void release(uint32_t blocks) {
    register32(kReset + kClearAlias) = blocks;
    wait_for_bits(kDone, blocks, blocks);
}
}  // namespace resets

// 2.15.7 Clocks
namespace clocks {
constexpr uintptr_t kBase = chip::kClocks;
constexpr uintptr_t kRefControl = kBase + 0x30;
constexpr uint32_t kRefFromXosc = 2u << 0;
constexpr uintptr_t kRefSelected = kBase + 0x38;
constexpr uint32_t kRefXoscSelected = 1u << 2;
constexpr uintptr_t kSysControl = kBase + 0x3C;
constexpr uint32_t kSysSource = 1u << 0;  // 0: clk_ref, 1: auxiliary, of which 0 is the system PLL
constexpr uint32_t kSysAuxiliary = 7u << 5;
constexpr uintptr_t kSysSelected = kBase + 0x44;
constexpr uint32_t kSysRefSelected = 1u << 0;
constexpr uint32_t kSysAuxiliarySelected = 1u << 1;
constexpr uintptr_t kPeriControl = kBase + 0x48;
constexpr uint32_t kPeriEnable = 1u << 11;  // from clk_sys
}  // namespace clocks

// 2.16.7 Crystal oscillator
namespace xosc {
constexpr uintptr_t kBase = chip::kXosc;
constexpr uintptr_t kControl = kBase + 0x00;
constexpr uint32_t kRange1To15MHz = 0xAA0;
constexpr uint32_t kEnable = 0xFABu << 12;
constexpr uintptr_t kStatus = kBase + 0x04;
constexpr uint32_t kStatusStable = 1u << 31;
constexpr uintptr_t kStartup = kBase + 0x0C;
constexpr uint32_t kStartupCycles = 256;  // a step of the delay
}  // namespace xosc

// 2.18.4 PLL
namespace pll {
constexpr uintptr_t kBase = chip::kPllSys;
constexpr uintptr_t kControl = kBase + 0x0;
constexpr uint32_t kReferenceDivider = 1;
constexpr uint32_t kLocked = 1u << 31;
constexpr uintptr_t kPower = kBase + 0x4;
constexpr uint32_t kPowerDown = 1u << 0;
constexpr uint32_t kPowerDownDividers = 1u << 3;
constexpr uint32_t kPowerDownVco = 1u << 5;
constexpr uintptr_t kFeedbackDivider = kBase + 0x8;
constexpr uintptr_t kPostDividers = kBase + 0xC;
constexpr uint32_t kPostDivider1Shift = 16;
constexpr uint32_t kPostDivider2Shift = 12;
}  // namespace pll

// 4.6.5 Timer
namespace timer {
constexpr uintptr_t kBase = chip::kTimer;
constexpr uintptr_t kRawHigh = kBase + 0x24;
constexpr uintptr_t kRawLow = kBase + 0x28;
}  // namespace timer

// 2.19.6.1 IO of the user bank
namespace io {
constexpr uintptr_t kControl = chip::kIoBank + 4;  // of GPIO0; 8 bytes a pin
constexpr uintptr_t kStride = 8;
constexpr uint32_t kFunctionUart = 2;
constexpr uint32_t kFunctionSio = 5;
}  // namespace io

// 2.3.1.7 Single-cycle IO
namespace sio {
constexpr uintptr_t kBase = 0xD0000000;
constexpr uintptr_t kOutSet = kBase + chip::kSioOutSet;
constexpr uintptr_t kOutClear = kBase + chip::kSioOutClear;
constexpr uintptr_t kOutputEnableSet = kBase + chip::kSioOutputEnableSet;
}  // namespace sio

// 4.2.8 UART
namespace uart0 {
constexpr uintptr_t kBase = chip::kUart0;
constexpr uintptr_t kData = kBase + 0x00;
constexpr uintptr_t kFlags = kBase + 0x18;
constexpr uint32_t kFlagBusy = 1u << 3;
constexpr uint32_t kFlagReceiveEmpty = 1u << 4;
constexpr uint32_t kFlagTransmitFull = 1u << 5;
constexpr uintptr_t kDivider = kBase + 0x24;          // IBRD
constexpr uintptr_t kDividerFraction = kBase + 0x28;  // FBRD, in 64ths
constexpr uintptr_t kLineControl = kBase + 0x2C;      // takes the dividers over
constexpr uint32_t kLineFifos = 1u << 4;
constexpr uint32_t kLine8Bits = 3u << 5;
constexpr uintptr_t kControl = kBase + 0x30;
constexpr uint32_t kControlEnable = 1u << 0;
constexpr uint32_t kControlTransmit = 1u << 8;
constexpr uint32_t kControlReceive = 1u << 9;
}  // namespace uart0

}  // namespace neurio
