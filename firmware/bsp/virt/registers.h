// The devices of QEMU's RISC-V machine `virt` that this board support touches, where its device
// tree has them.
#pragma once

#include <stdint.h>

#include "bsp/common/registers.h"

namespace neurio {

inline volatile uint8_t& register8(uintptr_t address) {
    return *reinterpret_cast<volatile uint8_t*>(address);
}

// sifive,test0
namespace finisher {
constexpr uintptr_t kCommand = 0x00100000;
constexpr uint32_t kReset = 0x7777;
}  // namespace finisher

// riscv,clint0: the time of all cores, 64 bits (RISC-V Privileged Architecture, 3.2.1)
namespace clint {
constexpr uintptr_t kTimeLow = 0x0200BFF8;
constexpr uintptr_t kTimeHigh = 0x0200BFFC;
constexpr uint32_t kTicksAMicrosecond = 10;  // timebase-frequency: 10 MHz
}  // namespace clint

// ns16550a (PC16550D data sheet, table II)
namespace uart16550 {
constexpr uintptr_t kBase = 0x10000000;
constexpr uint32_t kClockHz = 3686400;
constexpr uintptr_t kData = kBase + 0;             // with DLAB: low byte of the divisor
constexpr uintptr_t kInterruptEnable = kBase + 1;  // with DLAB: high byte of the divisor
constexpr uintptr_t kFifoControl = kBase + 2;
constexpr uint8_t kFifoEnable = 1u << 0;
constexpr uintptr_t kLineControl = kBase + 3;
constexpr uint8_t kEightBits = 3;
constexpr uint8_t kDivisorAccess = 1u << 7;  // DLAB
constexpr uintptr_t kLineStatus = kBase + 5;
constexpr uint8_t kReceived = 1u << 0;
constexpr uint8_t kRoom = 1u << 5;
constexpr uint8_t kIdle = 1u << 6;
}  // namespace uart16550

}  // namespace neurio
