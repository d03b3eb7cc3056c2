#include "bsp/stm32l4/uart.h"

#include "board.h"
#include "bsp/stm32l4/pin.h"
#include "bsp/stm32l4/registers.h"

namespace neurio::uart {
namespace {

constexpr Pin kTransmitPin(board::kUartPort, board::kUartTxPin);
constexpr Pin kReceivePin(board::kUartPort, board::kUartRxPin);

// The clock (PCLK1, as after reset) may be at most 4096 times the baud rate.
constexpr uint32_t kPrescalers[] = {1, 2, 4, 6, 8, 10, 12, 16, 32, 64, 128, 256};

constexpr uint32_t prescaler_code() {
    uint32_t code = 0;
    while (board::kClockHz / kPrescalers[code] > uint64_t{4096} * board::kBaud) {
        ++code;
    }
    return code;
}

constexpr uint32_t kClockHz = board::kClockHz / kPrescalers[prescaler_code()];
constexpr uint32_t kDivider =
    static_cast<uint32_t>((uint64_t{256} * kClockHz + board::kBaud / 2) / board::kBaud);
static_assert(kDivider >= 0x300 && kDivider <= 0xFFFFF, "No divider for this baud rate");

}  // namespace

void initialise() {
    // Port G is supplied by VDDIO2, which is isolated until it is declared valid.
    set_bits(pwr::kCr2, pwr::kCr2Vddio2Valid);
    kTransmitPin.make_alternate(board::kUartFunction);
    kReceivePin.make_alternate(board::kUartFunction);
    rcc::enable(rcc::kApb1enr2, rcc::kApb1enr2Lpuart1);
    register32(lpuart::kPrescaler) = prescaler_code();
    register32(lpuart::kBrr) = kDivider;
    register32(lpuart::kCr3) = lpuart::kCr3NoOverrun;  // a lost byte must not stop the receiver
    register32(lpuart::kCr1) =
        lpuart::kCr1Fifo | lpuart::kCr1Transmit | lpuart::kCr1Receive | lpuart::kCr1Enable;
}

uint8_t read() {
    wait_for_bits(lpuart::kIsr, lpuart::kIsrReceived, lpuart::kIsrReceived);
    return static_cast<uint8_t>(register32(lpuart::kReceive));
}

void write(uint8_t byte) {
    wait_for_bits(lpuart::kIsr, lpuart::kIsrRoom, lpuart::kIsrRoom);
    register32(lpuart::kTransmit) = byte;
}

void flush() { wait_for_bits(lpuart::kIsr, lpuart::kIsrTransmitted, lpuart::kIsrTransmitted); }

}  // namespace neurio::uart
