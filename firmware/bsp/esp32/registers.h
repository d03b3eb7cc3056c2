// The registers of the peripherals that the ESP32's RISC-V chips share: offsets and bits, from the
// technical reference manuals of ESP32-C3 and ESP32-C6. Where a peripheral lies is the chip's:
// chip.h.
#pragma once

#include <stdint.h>

#include "bsp/common/registers.h"

namespace neurio {

// UART Controller (UART)
namespace uart_offset {
constexpr uintptr_t kFifo = 0x00;
constexpr uintptr_t kDivider = 0x14;  // CLKDIV
constexpr uint32_t kDividerMost = 0xFFF;
constexpr uint32_t kDividerFractionShift = 20;  // sixteenths
constexpr uintptr_t kStatus = 0x1C;
constexpr uint32_t kReceivedMask = 0xFF;  // RXFIFO_CNT
constexpr uint32_t kToSendShift = 16;     // TXFIFO_CNT
constexpr uint32_t kToSendMask = 0xFF;
constexpr uintptr_t kConfiguration = 0x20;  // CONF0
}  // namespace uart_offset

// IO MUX and GPIO Matrix (GPIO, IO MUX)
namespace gpio {
constexpr uintptr_t kOutSet = 0x08;
constexpr uintptr_t kOutClear = 0x0C;
constexpr uintptr_t kEnableSet = 0x24;
constexpr uintptr_t kOutputSelect = 0x554;  // FUNC0_OUT_SEL_CFG, one for each pin
constexpr uint32_t kSimpleOutput = 128;     // driven by GPIO_OUT
constexpr uintptr_t kMuxFirst = 0x04;       // of the IO MUX: GPIO0, one for each pin
constexpr uint32_t kMuxPullUp = 1u << 8;
constexpr uint32_t kMuxInput = 1u << 9;
constexpr uint32_t kMuxDrive = 2u << 10;  // 20 mA, as after reset
constexpr uint32_t kMuxFunctionShift = 12;
constexpr uint32_t kFunctionGpio = 1;
}  // namespace gpio

// System Timer (SYSTIMER): 52 bits that count 16 MHz
namespace systimer {
constexpr uintptr_t kConfiguration = 0x00;
constexpr uint32_t kUnit0Works = 1u << 30;
constexpr uintptr_t kUnit0Operation = 0x04;
constexpr uint32_t kUnit0Valid = 1u << 29;
constexpr uint32_t kUnit0Update = 1u << 30;
constexpr uintptr_t kUnit0High = 0x40;
constexpr uintptr_t kUnit0Low = 0x44;
constexpr uint32_t kTicksAMicrosecond = 16;
}  // namespace systimer

// Timer Group (TIMG): its watchdog
namespace timg {
constexpr uintptr_t kWatchdog = 0x48;  // WDTCONFIG0
constexpr uintptr_t kProtect = 0x64;   // WDTWPROTECT
constexpr uint32_t kUpdate = 1u << 22;
}  // namespace timg

constexpr uint32_t kWatchdogKey = 0x50D83AA1;

// The PLL's and the regulators' own registers, behind a bus of the chip.
namespace analog {
constexpr uint8_t kPll = 0x66;  // BBPLL
constexpr uint8_t kPllReference = 2;
constexpr uint8_t kPllMultiplier = 3;
constexpr uint8_t kPllMode = 4;
constexpr uint8_t kPllLoop = 5;
constexpr uint8_t kPllCurrent = 6;
constexpr uint8_t kPllBias = 9;
constexpr uint8_t kRegulators = 0x6D;  // DIG_REG
constexpr uint8_t kRtcVoltage = 4;
constexpr uint8_t kRtcInterface = 5;
constexpr uint8_t kDigitalVoltage = 6;
constexpr uint8_t kDigitalInterface = 7;
constexpr uint8_t kRegulatorPower = 13;

// Bits `lowest` to `highest` of a register; the bus is the chip's.
void write_field(uint8_t block, uint8_t address, uint8_t highest, uint8_t lowest, uint8_t value);
}  // namespace analog

}  // namespace neurio
