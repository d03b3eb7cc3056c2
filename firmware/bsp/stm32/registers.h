// The registers of the peripherals that all STM32 families here share: offsets and bits. Where a
// peripheral lies, and what turns its clock on, is the family's: chip.h. Chapters are named as the
// reference manuals RM0351 (L4), RM0432 (L4+), RM0433 (H7), RM0456 (U5), RM0390 (F4) and RM0410
// (F7) name them.
#pragma once

#include <stdint.h>

#include "bsp/common/registers.h"

namespace neurio {

// A peripheral and the bit of the RCC that turns its clock on.
struct Peripheral {
    uintptr_t base;
    uintptr_t enable_register;
    uint32_t enable_bit;

    // Reading back lets the clock arrive before the peripheral is touched.
    void enable() const {
        set_bits(enable_register, enable_bit);
        [[maybe_unused]] const uint32_t arrived = register32(enable_register);
    }
};

// General-purpose I/Os (GPIO)
namespace gpio {
constexpr uintptr_t kPortStride = 0x400;
constexpr uintptr_t kMode = 0x00;
constexpr uintptr_t kSpeed = 0x08;
constexpr uintptr_t kPull = 0x0C;
constexpr uintptr_t kSetReset = 0x18;
constexpr uintptr_t kAlternate = 0x20;  // AFRL, and AFRH behind it
}  // namespace gpio

// Universal synchronous/asynchronous receiver transmitter (USART), low-power UART (LPUART)
namespace usart {
constexpr uint32_t kCr1Receive = 1u << 2;
constexpr uint32_t kCr1Transmit = 1u << 3;
constexpr uint32_t kCr1Fifo = 1u << 29;
constexpr uint32_t kReceived = 1u << 5;     // RXNE, with FIFO RXFNE
constexpr uint32_t kTransmitted = 1u << 6;  // TC
constexpr uint32_t kRoom = 1u << 7;         // TXE, with FIFO TXFNF

// Where its registers lie, and the bits that have moved. There are two generations.
struct Layout {
    uintptr_t cr1;
    uintptr_t cr3;
    uintptr_t divisor;
    uintptr_t status;
    uintptr_t receive;
    uintptr_t transmit;
    uintptr_t prescaler;
    uint32_t enable;
    uint32_t no_overrun;  // OVRDIS; without it, reading the status clears an overrun
};
constexpr Layout kFirst = {0x0C, 0x14, 0x08, 0x00, 0x04, 0x04, 0x00, 1u << 13, 0};
constexpr Layout kSecond = {0x00, 0x08, 0x0C, 0x1C, 0x24, 0x28, 0x2C, 1u << 0, 1u << 12};
}  // namespace usart

// A UART, the clock that its divider divides, and what it has.
struct Uart {
    Peripheral peripheral;
    uint32_t clock_hz;
    bool low_power;
    bool fifo;
    usart::Layout layout = usart::kSecond;
};

// General-purpose timers (TIM2/TIM3/TIM4/TIM5)
namespace tim {
constexpr uintptr_t kCr1 = 0x00;
constexpr uint32_t kCr1Enable = 1u << 0;
constexpr uintptr_t kCr2 = 0x04;
constexpr uint32_t kCr2TriggerOnUpdate = 2u << 4;  // MMS
constexpr uintptr_t kSmcr = 0x08;
constexpr uint32_t kSmcrCountTriggers = 7u << 0;  // SMS: external clock mode 1
constexpr uint32_t kSmcrTriggerShift = 4;         // TS: ITR0 to ITR3
constexpr uintptr_t kEgr = 0x14;
constexpr uint32_t kEgrUpdate = 1u << 0;
constexpr uintptr_t kCounter = 0x24;
constexpr uintptr_t kPrescaler = 0x28;
constexpr uintptr_t kReload = 0x2C;
}  // namespace tim

}  // namespace neurio
