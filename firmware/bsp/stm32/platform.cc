// STM32 boards. A family is its chip.h and its clock tree; a board is its manifest's clock, pins
// and memories.
#include "harness/platform.h"

#include "board.h"
#include "bsp/common/uart.h"
#include "bsp/cortex_m/cycle_counter.h"
#include "bsp/stm32/clock.h"
#include "bsp/stm32/pin.h"
#include "bsp/stm32/timebase.h"

namespace neurio::platform {
namespace {

constexpr Pin kSyncPin(board::kSyncPort, board::kSyncPin);

// One turn of a loop is at least one cycle, so this many are at least 1 us.
constexpr uint32_t kPulseTurns = board::kClockHz / 1000000;

}  // namespace

const char* const kBoardId = board::kId;

const uint32_t kBootBaud = board::kBaud;

void initialise() {
    clock::initialise();
    enable_cycle_counter();
    timebase::initialise();
    kSyncPin.make_output();
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
    kSyncPin.write(false);
    for (volatile uint32_t i = 0; i < kPulseTurns; i = i + 1) {
    }
    kSyncPin.write(true);
}

}  // namespace neurio::platform
