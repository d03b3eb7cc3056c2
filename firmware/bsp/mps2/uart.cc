#include "bsp/mps2/uart.h"

#include "board.h"
#include "bsp/cortex_m/registers.h"

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

}  // namespace

void initialise() {
    register32(kBaudDivider) = (board::kUartHz + board::kBaud / 2) / board::kBaud;
    register32(kControl) = kControlTransmit | kControlReceive;
    // Drops a stale byte. It also makes QEMU look for input, which may sleep for a second
    // otherwise.
    const uint32_t dropped = register32(kData);
    static_cast<void>(dropped);
}

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
