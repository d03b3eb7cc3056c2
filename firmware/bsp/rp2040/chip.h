// Where the RP2040 has what this board support touches, and what it has of its own (RP2040 data
// sheet; section numbers are its own).
#pragma once

#include <stdint.h>

#include "board.h"
#include "bsp/common/registers.h"

namespace neurio::chip {

constexpr uintptr_t kResets = 0x4000C000;
constexpr uintptr_t kClocks = 0x40008000;
constexpr uintptr_t kXosc = 0x40024000;
constexpr uintptr_t kPllSys = 0x40028000;
constexpr uintptr_t kTimer = 0x40054000;
constexpr uintptr_t kIoBank = 0x40014000;
constexpr uintptr_t kUart0 = 0x40034000;

// 2.14.3 Resets
constexpr uint32_t kResetOfPins = 1u << 5 | 1u << 8;  // IO_BANK0, PADS_BANK0
constexpr uint32_t kResetOfPllSys = 1u << 12;
constexpr uint32_t kResetOfTimer = 1u << 21;
constexpr uint32_t kResetOfUart0 = 1u << 22;

// 2.3.1.7 Single-cycle IO
constexpr uintptr_t kSioOutSet = 0x14;
constexpr uintptr_t kSioOutClear = 0x18;
constexpr uintptr_t kSioOutputEnableSet = 0x24;

// 2.18 PLL: the VCO, divided twice
constexpr uint32_t kPostDivider1 = 6;
constexpr uint32_t kPostDivider2 = 2;

// 4.7.6 The watchdog's tick is the timer's microsecond.
inline void start_tick() {
    constexpr uintptr_t kTick = 0x4005802C;
    constexpr uint32_t kTickEnable = 1u << 9;
    register32(kTick) = kTickEnable | board::kXoscHz / 1000000;
}

// Pads are as they are wanted after reset.
inline void connect_pad(uint32_t) {}

}  // namespace neurio::chip
