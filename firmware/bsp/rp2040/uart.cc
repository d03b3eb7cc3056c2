#include "bsp/rp2040/uart.h"

#include "board.h"
#include "bsp/rp2040/registers.h"

namespace neurio::uart {
namespace {

// The divider of 16 samples a bit, in 64ths (4.2.7.1).
constexpr uint32_t kDivider = (4 * board::kClockHz + board::kBaud / 2) / board::kBaud;
static_assert(kDivider >= 64 && kDivider < 65536 * 64, "No divider for this baud rate");

}  // namespace

void initialise() {
    resets::release(resets::kUart0);
    register32(uart0::kDivider) = kDivider / 64;
    register32(uart0::kDividerFraction) = kDivider % 64;
    register32(uart0::kLineControl) = uart0::kLine8Bits | uart0::kLineFifos;
    register32(uart0::kControl) =
        uart0::kControlEnable | uart0::kControlTransmit | uart0::kControlReceive;
    register32(io::kControl + board::kUartTxPin * io::kStride) = io::kFunctionUart;
    register32(io::kControl + board::kUartRxPin * io::kStride) = io::kFunctionUart;
}

uint8_t read() {
    wait_for_bits(uart0::kFlags, uart0::kFlagReceiveEmpty, 0);
    return static_cast<uint8_t>(register32(uart0::kData));
}

void write(uint8_t byte) {
    wait_for_bits(uart0::kFlags, uart0::kFlagTransmitFull, 0);
    register32(uart0::kData) = byte;
}

void flush() { wait_for_bits(uart0::kFlags, uart0::kFlagBusy, 0); }

}  // namespace neurio::uart
