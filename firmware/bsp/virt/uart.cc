#include "bsp/common/uart.h"

#include "board.h"
#include "bsp/common/baud.h"
#include "bsp/virt/registers.h"

namespace neurio::uart {
namespace {

constexpr uint32_t kCyclesABit = 16;

constexpr uint32_t divisor_for(uint32_t baud) {
    return (uart16550::kClockHz + kCyclesABit * baud / 2) / (kCyclesABit * baud);
}

constexpr bool has_divisor(uint32_t baud) {
    const uint32_t divisor = divisor_for(baud);
    return divisor >= 1 && divisor <= 0xFFFF &&
           rates::is_close(uart16550::kClockHz / kCyclesABit / divisor, baud);
}
static_assert(has_divisor(board::kBaud), "No divisor for this baud rate");

bool has(uint8_t status) { return (register8(uart16550::kLineStatus) & status) != 0; }

void await(uint8_t status) {
    while (!has(status)) {
    }
}

}  // namespace

void initialise() {
    register8(uart16550::kInterruptEnable) = 0;
    register8(uart16550::kFifoControl) = uart16550::kFifoEnable;
    set_baud(board::kBaud);
}

bool has_baud(uint32_t baud) {
    return baud != 0 && rates::leaves_time(board::kClockHz, baud) && has_divisor(baud);
}

void set_baud(uint32_t baud) {
    const uint32_t divisor = divisor_for(baud);
    register8(uart16550::kLineControl) = uart16550::kDivisorAccess;
    register8(uart16550::kData) = static_cast<uint8_t>(divisor);
    register8(uart16550::kInterruptEnable) = static_cast<uint8_t>(divisor >> 8);
    register8(uart16550::kLineControl) = uart16550::kEightBits;
}

bool has_byte() { return has(uart16550::kReceived); }

uint8_t read() {
    await(uart16550::kReceived);
    return register8(uart16550::kData);
}

void write(uint8_t byte) {
    await(uart16550::kRoom);
    register8(uart16550::kData) = byte;
}

void flush() { await(uart16550::kIdle); }

}  // namespace neurio::uart
