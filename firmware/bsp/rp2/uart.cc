#include "bsp/common/uart.h"

#include "board.h"
#include "bsp/common/baud.h"
#include "bsp/rp2/registers.h"

namespace neurio::uart {
namespace {

// The divider of 16 samples a bit, in 64ths (4.2.7.1).
constexpr uint32_t kStepsASecond = 4 * board::kClockHz;
constexpr uint32_t divider_for(uint32_t baud) {
    return static_cast<uint32_t>((uint64_t{kStepsASecond} + baud / 2) / baud);
}
constexpr bool has_divider(uint32_t baud) {
    const uint32_t divider = divider_for(baud);
    return divider >= 64 && divider < 65536 * 64 && rates::is_close(kStepsASecond / divider, baud);
}
static_assert(has_divider(board::kBaud), "No divider for this baud rate");

void start(uint32_t baud) {
    const uint32_t divider = divider_for(baud);
    register32(uart0::kControl) = 0;
    register32(uart0::kDivider) = divider / 64;
    register32(uart0::kDividerFraction) = divider % 64;
    register32(uart0::kLineControl) = uart0::kLine8Bits | uart0::kLineFifos;
    register32(uart0::kControl) =
        uart0::kControlEnable | uart0::kControlTransmit | uart0::kControlReceive;
}

void connect(uint32_t pin) {
    chip::connect_pad(pin);
    register32(io::kControl + pin * io::kStride) = io::kFunctionUart;
}

}  // namespace

void initialise() {
    resets::release(chip::kResetOfUart0);
    start(board::kBaud);
    connect(board::kUartTxPin);
    connect(board::kUartRxPin);
}

bool has_baud(uint32_t baud) {
    return rates::leaves_time(board::kClockHz, baud) && has_divider(baud);
}

void set_baud(uint32_t baud) { start(baud); }

bool has_byte() { return (register32(uart0::kFlags) & uart0::kFlagReceiveEmpty) == 0; }

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
