// MPS2 and MPS3 boards, in QEMU or on the FPGA. A board is its manifest's addresses and rates.
#include "harness/platform.h"

#include "board.h"
#include "bsp/common/registers.h"
#include "bsp/common/uart.h"
#include "bsp/mps2/clock.h"

namespace neurio::platform {
namespace {

// The first user LED stands for the sync pin; its register is the first of the FPGA's I/O block.
constexpr uintptr_t kLeds = board::kFpgaioBase;
constexpr uint32_t kSyncLed = 1u << 0;
constexpr uint32_t kPulseMicroseconds = 2;  // at least one whole microsecond

}  // namespace

const char* const kBoardId = board::kId;

const uint32_t kBootBaud = board::kBaud;

void initialise() {
    clock::initialise();
    uart::initialise();
    register32(kLeds) = kSyncLed;
}

int read_byte() { return uart::read(); }

bool has_byte() { return uart::has_byte(); }

bool has_baud(uint32_t baud) { return uart::has_baud(baud); }

void set_baud(uint32_t baud) { uart::set_baud(baud); }

void write_byte(uint8_t byte) { uart::write(byte); }

void flush() { uart::flush(); }

uint64_t microseconds() { return clock::microseconds(); }

// QEMU's cores do not count cycles.
const uint32_t kTicksASecond = board::kCounterHz;

uint64_t ticks() { return clock::ticks(); }

void pulse_sync_pin() {
    const uint64_t begin = clock::microseconds();
    register32(kLeds) = 0;
    while (clock::microseconds() - begin < kPulseMicroseconds) {
    }
    register32(kLeds) = kSyncLed;
}

}  // namespace neurio::platform
