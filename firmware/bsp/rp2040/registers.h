// The registers of the RP2040 that this board support touches, from the RP2040 data sheet; section
// numbers are its own.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "bsp/common/registers.h"

namespace neurio {

// 2.1.2: three more addresses of each peripheral register change only the bits that are written.
constexpr uintptr_t kSetAlias = 0x2000;
constexpr uintptr_t kClearAlias = 0x3000;

// 2.14.3 Resets
namespace resets {
constexpr uintptr_t kBase = 0x4000C000;
constexpr uintptr_t kReset = kBase + 0x0;
constexpr uintptr_t kDone = kBase + 0x8;
constexpr uint32_t kIoBank0 = 1u << 5;
constexpr uint32_t kPadsBank0 = 1u << 8;
constexpr uint32_t kPllSys = 1u << 12;
constexpr uint32_t kTimer = 1u << 21;
constexpr uint32_t kUart0 = 1u << 22;

// Takes blocks out of reset.
inline void release(uint32_t blocks) {
    register32(kReset + kClearAlias) = blocks;
    wait_for_bits(kDone, blocks, blocks);
}
}  // namespace resets

// 2.15.7 Clocks
namespace clocks {
constexpr uintptr_t kBase = 0x40008000;
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
constexpr uintptr_t kBase = 0x40024000;
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
constexpr uintptr_t kBase = 0x40028000;  // PLL_SYS
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

// 4.7.6 Watchdog, whose tick is the timer's
namespace watchdog {
constexpr uintptr_t kTick = 0x4005802C;
constexpr uint32_t kTickEnable = 1u << 9;
}  // namespace watchdog

// 4.6.5 Timer
namespace timer {
constexpr uintptr_t kBase = 0x40054000;
constexpr uintptr_t kRawHigh = kBase + 0x24;
constexpr uintptr_t kRawLow = kBase + 0x28;
}  // namespace timer

// 2.19.6.1 IO of the user bank
namespace io {
constexpr uintptr_t kControl = 0x40014004;  // of GPIO0; 8 bytes a pin
constexpr uintptr_t kStride = 8;
constexpr uint32_t kFunctionUart = 2;
constexpr uint32_t kFunctionSio = 5;
}  // namespace io

// 2.3.1.7 Single-cycle IO
namespace sio {
constexpr uintptr_t kBase = 0xD0000000;
constexpr uintptr_t kOutSet = kBase + 0x14;
constexpr uintptr_t kOutClear = kBase + 0x18;
constexpr uintptr_t kOutputEnableSet = kBase + 0x24;
}  // namespace sio

// 4.2.8 UART
namespace uart0 {
constexpr uintptr_t kBase = 0x40034000;
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

// 4.10.13 SSI, the interface to the flash
namespace ssi {
constexpr uintptr_t kBase = 0x18000000;
struct Registers {
    volatile uint32_t control0;
    volatile uint32_t control1;
    volatile uint32_t enable;
    uint32_t unused1[2];
    volatile uint32_t baud_divider;
    uint32_t unused2[4];
    volatile uint32_t status;
    uint32_t unused3[13];
    volatile uint32_t data;
    uint32_t unused4[35];
    volatile uint32_t sample_delay;
    volatile uint32_t spi_control0;
};
static_assert(offsetof(Registers, status) == 0x28 && offsetof(Registers, data) == 0x60 &&
                  offsetof(Registers, spi_control0) == 0xF4,
              "Not the layout of 4.10.13");
constexpr uint32_t kQuad = 2u << 21;           // control0: SPI_FRF
constexpr uint32_t kFrameBitsShift = 16;       // DFS_32, less one
constexpr uint32_t kSendAndReceive = 0u << 8;  // TMOD
constexpr uint32_t kCommandThenReceive = 3u << 8;
constexpr uint32_t kStatusBusy = 1u << 0;
constexpr uint32_t kStatusSent = 1u << 2;  // TFE
constexpr uint32_t kXipCommandShift = 24;  // spi_control0
constexpr uint32_t kWaitCyclesShift = 11;
constexpr uint32_t kNoInstruction = 0u << 8;
constexpr uint32_t kInstruction8Bits = 2u << 8;
constexpr uint32_t kAddressShift = 2;         // in units of four bits
constexpr uint32_t kAddressOnFourLines = 1u;  // TRANS_TYPE: the command is on one
constexpr uint32_t kAllOnFourLines = 2u;
}  // namespace ssi

}  // namespace neurio
