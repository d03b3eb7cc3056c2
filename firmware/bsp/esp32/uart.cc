#include "bsp/common/uart.h"

#include "board.h"
#include "bsp/common/baud.h"
#include "bsp/common/registers.h"
#include "bsp/esp32/registers.h"
#include "chip.h"

namespace neurio::uart {
namespace {

constexpr uintptr_t kStatus = chip::kUart0 + uart_offset::kStatus;
constexpr uint32_t kRoom = 120;  // of the 128 bytes to send

// Sixteenths of the crystal's cycles a bit. A UART's clock may be divided once more before.
struct Divider {
    uint32_t before;
    uint32_t sixteenths;
};

constexpr Divider divider_for(uint32_t baud) {
    const uint64_t bit = (uint64_t{16} * chip::kCrystalHz + baud / 2) / baud;
    const uint32_t before = static_cast<uint32_t>(bit / (16 * uart_offset::kDividerMost)) + 1;
    return {before, static_cast<uint32_t>(bit / before)};
}

constexpr bool has_divider(uint32_t baud) {
    const Divider divider = divider_for(baud);
    return divider.before <= 256 && divider.sixteenths >= 3 * 16 &&
           rates::is_close(16 * chip::kCrystalHz / divider.before / divider.sixteenths, baud);
}
static_assert(has_divider(board::kBaud), "No divider for this baud rate");

void start(uint32_t baud) {
    const Divider divider = divider_for(baud);
    chip::clock_uart(divider.before);
    register32(chip::kUart0 + uart_offset::kDivider) =
        divider.sixteenths / 16 | divider.sixteenths % 16 << uart_offset::kDividerFractionShift;
    chip::update_uart();
    set_bits(chip::kUart0 + uart_offset::kConfiguration, chip::kUartResetFifos);
    clear_bits(chip::kUart0 + uart_offset::kConfiguration, chip::kUartResetFifos);
    chip::update_uart();
}

uint32_t to_send() {
    return register32(kStatus) >> uart_offset::kToSendShift & uart_offset::kToSendMask;
}

void connect(uint32_t pin, uint32_t flags) {
    register32(chip::kIoMux + gpio::kMuxFirst + 4 * pin) = gpio::kMuxDrive | flags;
}

}  // namespace

// The boot ROM has greeted over the same UART and may still be sending.
void initialise() {
    flush();
    connect(board::kUartTxPin, 0);
    connect(board::kUartRxPin, gpio::kMuxInput | gpio::kMuxPullUp);
    start(board::kBaud);
}

bool has_baud(uint32_t baud) {
    return rates::leaves_time(board::kClockHz, baud) && has_divider(baud);
}

void set_baud(uint32_t baud) { start(baud); }

bool has_byte() { return (register32(kStatus) & uart_offset::kReceivedMask) != 0; }

uint8_t read() {
    while (!has_byte()) {
    }
    return static_cast<uint8_t>(register32(chip::kUart0 + uart_offset::kFifo));
}

void write(uint8_t byte) {
    while (to_send() > kRoom) {
    }
    register32(chip::kUart0 + uart_offset::kFifo) = byte;
}

void flush() {
    while (to_send() != 0) {
    }
    wait_for_bits(chip::kUart0 + chip::kUartState, chip::kUartSending, 0);
}

}  // namespace neurio::uart
