// RP2040 and RP2350 boards. A board is its manifest's clock, pins and memories.
#include "harness/platform.h"

#include "board.h"
#include "bsp/common/uart.h"
#include "bsp/rp2/clock.h"
#include "bsp/rp2/registers.h"

namespace neurio::platform {
namespace {

// One turn of a loop is at least one cycle, so this many are at least 1 us.
constexpr uint32_t kPulseTurns = board::kClockHz / 1000000;
constexpr uint32_t kSync = 1u << board::kSyncPin;

}  // namespace

const char* const kBoardId = board::kId;

const uint32_t kBootBaud = board::kBaud;

void initialise() {
    clock::initialise();
    resets::release(chip::kResetOfTimer | chip::kResetOfPins);
    register32(sio::kOutSet) = kSync;
    register32(sio::kOutputEnableSet) = kSync;
    chip::connect_pad(board::kSyncPin);
    register32(io::kControl + board::kSyncPin * io::kStride) = io::kFunctionSio;
    uart::initialise();
}

int read_byte() { return uart::read(); }

bool has_byte() { return uart::has_byte(); }

bool has_baud(uint32_t baud) { return uart::has_baud(baud); }

void set_baud(uint32_t baud) { uart::set_baud(baud); }

void write_byte(uint8_t byte) { uart::write(byte); }

void flush() { uart::flush(); }

// A counter of 64 bits, of which two halves are read: the upper one again, until it stood still.
uint64_t microseconds() {
    uint32_t high = 0;
    uint32_t low = 0;
    do {
        high = register32(timer::kRawHigh);
        low = register32(timer::kRawLow);
    } while (high != register32(timer::kRawHigh));
    return (uint64_t{high} << 32) | low;
}

void pulse_sync_pin() {
    register32(sio::kOutClear) = kSync;
    for (volatile uint32_t i = 0; i < kPulseTurns; i = i + 1) {
    }
    register32(sio::kOutSet) = kSync;
}

}  // namespace neurio::platform
