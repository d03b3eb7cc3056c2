// The CMSDK APB UART of the MPS2 and MPS3 FPGA images.
#include "bsp/common/uart.h"

#include "board.h"
#include "bsp/common/baud.h"
#include "bsp/common/registers.h"
#include "bsp/mps2/clock.h"

// Arm Cortex-M System Design Kit Technical Reference Manual, 4.3: APB UART
namespace neurio::uart {
namespace {

constexpr uintptr_t kData = board::kUartBase + 0x00;
constexpr uintptr_t kState = board::kUartBase + 0x04;
constexpr uintptr_t kControl = board::kUartBase + 0x08;
constexpr uintptr_t kBaudDivider = board::kUartBase + 0x10;
constexpr uint32_t kStateTransmitFull = 1u << 0;
constexpr uint32_t kStateReceiveFull = 1u << 1;
constexpr uint32_t kControlTransmit = 1u << 0;
constexpr uint32_t kControlReceive = 1u << 1;

constexpr uint32_t divider_for(uint32_t baud) { return (board::kUartHz + baud / 2) / baud; }
constexpr bool has_divider(uint32_t baud) {
    const uint32_t divider = divider_for(baud);
    return divider >= 16 && divider <= 0xFFFFF && rates::is_close(board::kUartHz / divider, baud);
}
static_assert(has_divider(board::kBaud), "No divider for this baud rate");

uint32_t current_baud = board::kBaud;

}  // namespace

void initialise() {
    register32(kBaudDivider) = divider_for(board::kBaud);
    register32(kControl) = kControlTransmit | kControlReceive;
    // Drops a stale byte. It also makes QEMU look for input, which may sleep for a second
    // otherwise.
    const uint32_t dropped = register32(kData);
    static_cast<void>(dropped);
}

bool has_baud(uint32_t baud) {
    return rates::leaves_time(board::kClockHz, baud) && has_divider(baud);
}

// The UART does not show when the last byte has left: that takes the time of one more.
void set_baud(uint32_t baud) {
    const uint64_t begin = clock::microseconds();
    while (clock::microseconds() - begin <= rates::kBitsAByte * 1000000 / current_baud) {
    }
    register32(kBaudDivider) = divider_for(baud);
    current_baud = baud;
}

bool has_byte() { return (register32(kState) & kStateReceiveFull) != 0; }

uint8_t read() {
    wait_for_bits(kState, kStateReceiveFull, kStateReceiveFull);
    return static_cast<uint8_t>(register32(kData));
}

void write(uint8_t byte) {
    wait_for_bits(kState, kStateTransmitFull, 0);
    register32(kData) = byte;
}

void flush() { wait_for_bits(kState, kStateTransmitFull, 0); }

}  // namespace neurio::uart
