// Where the RP2350 has what this board support touches, and what it has of its own (RP2350 data
// sheet; section numbers are its own).
#pragma once

#include <stdint.h>

#include "board.h"
#include "bsp/common/registers.h"

namespace neurio::chip {

constexpr uintptr_t kResets = 0x40020000;
constexpr uintptr_t kClocks = 0x40010000;
constexpr uintptr_t kXosc = 0x40048000;
constexpr uintptr_t kPllSys = 0x40050000;
constexpr uintptr_t kTimer = 0x400B0000;  // TIMER0
constexpr uintptr_t kIoBank = 0x40028000;
constexpr uintptr_t kUart0 = 0x40070000;

// 7.5 Resets
constexpr uint32_t kResetOfPins = 1u << 6 | 1u << 9;  // IO_BANK0, PADS_BANK0
constexpr uint32_t kResetOfPllSys = 1u << 14;
constexpr uint32_t kResetOfTimer = 1u << 23;
constexpr uint32_t kResetOfUart0 = 1u << 26;

// 3.1.11 Single-cycle IO
constexpr uintptr_t kSioOutSet = 0x18;
constexpr uintptr_t kSioOutClear = 0x20;
constexpr uintptr_t kSioOutputEnableSet = 0x38;

// 8.6 PLL: the VCO, divided twice
constexpr uint32_t kPostDivider1 = 5;
constexpr uint32_t kPostDivider2 = 2;

// 8.5 Tick generators: that of TIMER0 makes its microseconds.
inline void start_tick() {
    constexpr uintptr_t kControl = 0x40108018;
    constexpr uintptr_t kCycles = 0x4010801C;
    constexpr uint32_t kEnable = 1u << 0;
    register32(kCycles) = board::kXoscHz / 1000000;
    register32(kControl) = kEnable;
}

// 9.7 and 9.11.3: pads are isolated and without an input after reset.
inline void connect_pad(uint32_t pin) {
    constexpr uintptr_t kPads = 0x40038004;  // of GPIO0
    constexpr uint32_t kInput = 1u << 6;
    constexpr uint32_t kIsolated = 1u << 8;
    write_field(kPads + 4 * pin, kInput | kIsolated, kInput);
}

}  // namespace neurio::chip
