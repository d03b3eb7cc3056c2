// The registers of the nRF52840 that this board support touches, from its product specification
// (v1.7). Chapters are named as it names them.
#pragma once

#include <stdint.h>

#include "bsp/common/registers.h"

namespace neurio {

constexpr uint32_t kTrigger = 1;  // what starts a task

// CLOCK - Clock control
namespace clock_control {
constexpr uintptr_t kBase = 0x40000000;
constexpr uintptr_t kStartHfclk = kBase + 0x000;
constexpr uintptr_t kHfclkStarted = kBase + 0x100;
}  // namespace clock_control

// NVMC - Non-volatile memory controller
namespace nvmc {
constexpr uintptr_t kCacheConfiguration = 0x4001E540;  // ICACHECNF
constexpr uint32_t kCacheEnable = 1u << 0;
}  // namespace nvmc

// GPIO - General purpose input/output
namespace gpio {
constexpr uintptr_t kBase = 0x50000000;
constexpr uintptr_t kPortStride = 0x300;
constexpr uintptr_t kOutSet = 0x508;
constexpr uintptr_t kOutClear = 0x50C;
constexpr uintptr_t kDirectionSet = 0x518;
constexpr uintptr_t kConfiguration = 0x700;  // PIN_CNF[0], one word a pin
constexpr uint32_t kInputPulledUp = 3u << 2;
}  // namespace gpio

// UART - Universal asynchronous receiver/transmitter
namespace uart0 {
constexpr uintptr_t kBase = 0x40002000;
constexpr uintptr_t kStartReceiver = kBase + 0x000;
constexpr uintptr_t kStopReceiver = kBase + 0x004;
constexpr uintptr_t kStartTransmitter = kBase + 0x008;
constexpr uintptr_t kStopTransmitter = kBase + 0x00C;
constexpr uintptr_t kReceived = kBase + 0x108;     // EVENTS_RXDRDY
constexpr uintptr_t kTransmitted = kBase + 0x11C;  // EVENTS_TXDRDY
constexpr uintptr_t kError = kBase + 0x124;        // EVENTS_ERROR
constexpr uintptr_t kErrorSource = kBase + 0x480;
constexpr uint32_t kAllErrors = 15;
constexpr uintptr_t kEnable = kBase + 0x500;
constexpr uint32_t kEnabled = 4;
constexpr uint32_t kDisabled = 0;
constexpr uintptr_t kTransmitPin = kBase + 0x50C;
constexpr uintptr_t kReceivePin = kBase + 0x514;
constexpr uintptr_t kReceiveData = kBase + 0x518;
constexpr uintptr_t kTransmitData = kBase + 0x51C;
constexpr uintptr_t kBaudRate = kBase + 0x524;
}  // namespace uart0

// TIMER - Timer/counter
namespace timer {
constexpr uintptr_t kTimer0 = 0x40008000;
constexpr uintptr_t kTimer1 = 0x40009000;
constexpr uintptr_t kStart = 0x000;
constexpr uintptr_t kCount = 0x008;
constexpr uintptr_t kClear = 0x00C;
constexpr uintptr_t kCapture0 = 0x040;
constexpr uintptr_t kCompare1 = 0x144;  // EVENTS_COMPARE[1]
constexpr uintptr_t kMode = 0x504;
constexpr uint32_t kModeTimer = 0;
constexpr uint32_t kModeCounter = 1;
constexpr uintptr_t kBitMode = 0x508;
constexpr uint32_t kBitMode32 = 3;
constexpr uintptr_t kPrescaler = 0x510;
constexpr uintptr_t kCc0 = 0x540;
constexpr uintptr_t kCc1 = 0x544;
}  // namespace timer

// PPI - Programmable peripheral interconnect
namespace ppi {
constexpr uintptr_t kBase = 0x4001F000;
constexpr uintptr_t kEnableSet = kBase + 0x504;
constexpr uintptr_t kEvent0 = kBase + 0x510;  // CH[0].EEP
constexpr uintptr_t kTask0 = kBase + 0x514;   // CH[0].TEP
}  // namespace ppi

}  // namespace neurio
