#include "bsp/stm32/uart.h"

#include "board.h"
#include "bsp/stm32/pin.h"
#include "bsp/stm32/registers.h"
#include "chip.h"

namespace neurio::uart {
namespace {

constexpr Pin kTransmitPin(board::kUartPort, board::kUartTxPin);
constexpr Pin kReceivePin(board::kUartPort, board::kUartRxPin);
constexpr Uart kUart = chip::uart(board::kUartBase);
constexpr uintptr_t kBase = kUart.peripheral.base;

// Of an LPUART, the clock may be at most 4096 times the baud rate.
constexpr uint32_t kPrescalers[] = {1, 2, 4, 6, 8, 10, 12, 16, 32, 64, 128, 256};
constexpr uint32_t kLargestRatio = 4096;

constexpr uint32_t prescaler_code() {
    uint32_t code = 0;
    while (kUart.low_power &&
           kUart.clock_hz / kPrescalers[code] > uint64_t{kLargestRatio} * board::kBaud) {
        ++code;
    }
    return code;
}

constexpr uint32_t kClockHz = kUart.clock_hz / kPrescalers[prescaler_code()];
constexpr uint32_t kStepsABit = kUart.low_power ? 256 : 1;
constexpr uint32_t kDivider =
    static_cast<uint32_t>((uint64_t{kStepsABit} * kClockHz + board::kBaud / 2) / board::kBaud);
static_assert(kUart.low_power ? kDivider >= 0x300 && kDivider <= 0xFFFFF
                              : kDivider >= 16 && kDivider <= 0xFFFF,
              "No divider for this baud rate");

}  // namespace

void initialise() {
    chip::supply_pins();
    kTransmitPin.make_alternate(board::kUartFunction);
    kReceivePin.make_alternate(board::kUartFunction);
    kUart.peripheral.enable();
    if (kUart.low_power) {
        register32(kBase + usart::kPrescaler) = prescaler_code();
    }
    register32(kBase + usart::kBrr) = kDivider;
    register32(kBase + usart::kCr3) = usart::kCr3NoOverrun;  // a lost byte must not stop it
    register32(kBase + usart::kCr1) = (kUart.fifo ? usart::kCr1Fifo : 0) | usart::kCr1Transmit |
                                      usart::kCr1Receive | usart::kCr1Enable;
}

uint8_t read() {
    wait_for_bits(kBase + usart::kIsr, usart::kIsrReceived, usart::kIsrReceived);
    return static_cast<uint8_t>(register32(kBase + usart::kReceive));
}

void write(uint8_t byte) {
    wait_for_bits(kBase + usart::kIsr, usart::kIsrRoom, usart::kIsrRoom);
    register32(kBase + usart::kTransmit) = byte;
}

void flush() { wait_for_bits(kBase + usart::kIsr, usart::kIsrTransmitted, usart::kIsrTransmitted); }

}  // namespace neurio::uart
