// nRF52840 boards. A board is its manifest's pins and memories.
#include "harness/platform.h"

#include "board.h"
#include "bsp/common/uart.h"
#include "bsp/cortex_m/cycle_counter.h"
#include "bsp/nrf52/registers.h"
#include "bsp/nrf52/timebase.h"

namespace neurio::platform {
namespace {

constexpr uintptr_t kSyncPort = gpio::kBase + board::kSyncPort * gpio::kPortStride;

// One turn of a loop is at least one cycle, so this many are at least 1 us.
constexpr uint32_t kPulseTurns = board::kClockHz / 1000000;

// The core runs at 64 MHz from reset on; the crystal makes it exact, which timings need.
void start_crystal() {
    register32(clock_control::kStartHfclk) = kTrigger;
    wait_for_bits(clock_control::kHfclkStarted, 1, 1);
}

}  // namespace

const char* const kBoardId = board::kId;

const uint32_t kBootBaud = board::kBaud;

void initialise() {
    start_crystal();
    register32(nvmc::kCacheConfiguration) = nvmc::kCacheEnable;
    enable_cycle_counter();
    timebase::initialise();
    register32(kSyncPort + gpio::kOutSet) = 1u << board::kSyncPin;
    register32(kSyncPort + gpio::kDirectionSet) = 1u << board::kSyncPin;
    uart::initialise();
}

int read_byte() { return uart::read(); }

bool has_byte() { return uart::has_byte(); }

bool has_baud(uint32_t baud) { return uart::has_baud(baud); }

void set_baud(uint32_t baud) { uart::set_baud(baud); }

void write_byte(uint8_t byte) { uart::write(byte); }

void flush() { uart::flush(); }

uint64_t microseconds() { return timebase::microseconds(); }

void pulse_sync_pin() {
    register32(kSyncPort + gpio::kOutClear) = 1u << board::kSyncPin;
    for (volatile uint32_t i = 0; i < kPulseTurns; i = i + 1) {
    }
    register32(kSyncPort + gpio::kOutSet) = 1u << board::kSyncPin;
}

}  // namespace neurio::platform
