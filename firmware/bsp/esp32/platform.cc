// Boards with an ESP32-C3 or ESP32-C6.
#include "harness/platform.h"

#include "board.h"
#include "bsp/common/registers.h"
#include "bsp/common/uart.h"
#include "bsp/esp32/boot.h"
#include "bsp/esp32/clock.h"
#include "bsp/esp32/registers.h"
#include "chip.h"

namespace neurio::platform {
namespace {

constexpr uint32_t kSyncBit = 1u << board::kSyncPin;

// One turn of a loop is at least one cycle, so this many are at least 1 us.
constexpr uint32_t kPulseTurns = board::kClockHz / 1000000;

void start_sync_pin() {
    register32(chip::kGpio + gpio::kOutSet) = kSyncBit;
    register32(chip::kGpio + gpio::kOutputSelect + 4 * board::kSyncPin) = gpio::kSimpleOutput;
    register32(chip::kIoMux + gpio::kMuxFirst + 4 * board::kSyncPin) =
        gpio::kMuxDrive | gpio::kFunctionGpio << gpio::kMuxFunctionShift;
    register32(chip::kGpio + gpio::kEnableSet) = kSyncBit;
}

void start_time() {
    chip::enable_system_timer();
    set_bits(chip::kSystemTimer + systimer::kConfiguration, systimer::kUnit0Works);
}

}  // namespace

const char* const kBoardId = board::kId;

const uint32_t kBootBaud = board::kBaud;

void initialise() {
    clock::initialise();
    start_time();
    start_sync_pin();
    uart::initialise();
}

int read_byte() { return uart::read(); }

bool has_byte() { return uart::has_byte(); }

bool has_baud(uint32_t baud) { return uart::has_baud(baud); }

void set_baud(uint32_t baud) { uart::set_baud(baud); }

void write_byte(uint8_t byte) { uart::write(byte); }

void flush() { uart::flush(); }

// Both halves are of the moment at which the update was asked for.
uint64_t microseconds() {
    constexpr uintptr_t kOperation = chip::kSystemTimer + systimer::kUnit0Operation;
    register32(kOperation) = systimer::kUnit0Update;
    wait_for_bits(kOperation, systimer::kUnit0Valid, systimer::kUnit0Valid);
    const uint64_t high = register32(chip::kSystemTimer + systimer::kUnit0High);
    const uint32_t low = register32(chip::kSystemTimer + systimer::kUnit0Low);
    return (high << 32 | low) / systimer::kTicksAMicrosecond;
}

void pulse_sync_pin() {
    register32(chip::kGpio + gpio::kOutClear) = kSyncBit;
    for (volatile uint32_t i = 0; i < kPulseTurns; i = i + 1) {
    }
    register32(chip::kGpio + gpio::kOutSet) = kSyncBit;
}

}  // namespace neurio::platform

extern "C" void power_up() { neurio::boot::finish(); }
