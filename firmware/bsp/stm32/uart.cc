#include "bsp/common/uart.h"

#include "board.h"
#include "bsp/common/baud.h"
#include "bsp/stm32/pin.h"
#include "bsp/stm32/registers.h"
#include "chip.h"

namespace neurio::uart {
namespace {

constexpr Pin kTransmitPin(board::kUartTxPort, board::kUartTxPin);
constexpr Pin kReceivePin(board::kUartRxPort, board::kUartRxPin);
constexpr Uart kUart = chip::uart(board::kUartBase);
constexpr uintptr_t kBase = kUart.peripheral.base;
constexpr usart::Layout kLayout = kUart.layout;
constexpr uintptr_t kStatus = kBase + kLayout.status;

// Of an LPUART, the clock may be at most 4096 times the baud rate, and at least three times.
constexpr uint32_t kPrescalers[] = {1, 2, 4, 6, 8, 10, 12, 16, 32, 64, 128, 256};
constexpr uint32_t kLargestPrescaler = sizeof(kPrescalers) / sizeof(kPrescalers[0]) - 1;
constexpr uint32_t kLargestRatio = 4096;

// How a rate is made: a code of kPrescalers, and the steps of a bit, 256 a cycle of an LPUART.
struct Divider {
    uint32_t prescaler;
    uint32_t steps;
    uint64_t steps_a_second;
};

constexpr Divider divider_for(uint32_t baud) {
    uint32_t code = 0;
    while (kUart.low_power && code != kLargestPrescaler &&
           kUart.clock_hz / kPrescalers[code] > uint64_t{kLargestRatio} * baud) {
        ++code;
    }
    const uint32_t clock_hz = kUart.clock_hz / kPrescalers[code];
    const uint64_t steps_a_second = uint64_t{kUart.low_power ? 256u : 1u} * clock_hz;
    const uint64_t steps = (steps_a_second + baud / 2) / baud;
    return {code, steps > UINT32_MAX ? UINT32_MAX : static_cast<uint32_t>(steps), steps_a_second};
}

constexpr bool has_divider(uint32_t baud) {
    const Divider divider = divider_for(baud);
    const uint32_t least = kUart.low_power ? 0x300 : 16;
    const uint32_t most = kUart.low_power ? 0xFFFFF : 0xFFFF;
    return divider.steps >= least && divider.steps <= most &&
           rates::is_close(divider.steps_a_second / divider.steps, baud);
}
static_assert(has_divider(board::kBaud), "No divider for this baud rate");

// The UART takes a divider only while it is off; it forgets what is on its way.
void start(uint32_t baud) {
    const Divider divider = divider_for(baud);
    register32(kBase + kLayout.cr1) = 0;
    if (kUart.low_power) {
        register32(kBase + kLayout.prescaler) = divider.prescaler;
    }
    register32(kBase + kLayout.divisor) = divider.steps;
    register32(kBase + kLayout.cr1) = (kUart.fifo ? usart::kCr1Fifo : 0) | usart::kCr1Transmit |
                                      usart::kCr1Receive | kLayout.enable;
}

}  // namespace

void initialise() {
    chip::supply_pins();
    kTransmitPin.make_alternate(board::kUartFunction);
    kReceivePin.make_alternate(board::kUartFunction);
    kUart.peripheral.enable();
    register32(kBase + kLayout.cr3) = kLayout.no_overrun;  // a lost byte must not stop it
    start(board::kBaud);
}

bool has_baud(uint32_t baud) {
    return rates::leaves_time(board::kClockHz, baud) && has_divider(baud);
}

void set_baud(uint32_t baud) { start(baud); }

bool has_byte() { return (register32(kStatus) & usart::kReceived) != 0; }

uint8_t read() {
    wait_for_bits(kStatus, usart::kReceived, usart::kReceived);
    return static_cast<uint8_t>(register32(kBase + kLayout.receive));
}

void write(uint8_t byte) {
    wait_for_bits(kStatus, usart::kRoom, usart::kRoom);
    register32(kBase + kLayout.transmit) = byte;
}

void flush() { wait_for_bits(kStatus, usart::kTransmitted, usart::kTransmitted); }

}  // namespace neurio::uart
