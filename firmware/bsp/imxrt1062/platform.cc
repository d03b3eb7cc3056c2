// Boards with an i.MX RT1062, wired as a Teensy 4.1: the console on pins 0 and 1, sync on pin 2.
#include "harness/platform.h"

#include "board.h"
#include "bsp/common/uart.h"
#include "bsp/cortex_m/cycle_counter.h"
#include "bsp/imxrt1062/clock.h"
#include "bsp/imxrt1062/registers.h"

namespace neurio::platform {
namespace {

constexpr uint32_t kSyncPin = 1u << 4;  // of GPIO4, on the pad EMC_04
constexpr uint32_t kTimerTicksAMicrosecond = clock::kCrystalHz / 1000000;

// One turn of a loop is at least one cycle, so this many are at least 1 us.
constexpr uint32_t kPulseTurns = board::kClockHz / 1000000;

// Timer 1 counts how often timer 0 has passed zero: 64 bits, which the chip reads as one. The boot
// ROM has used them.
void start_timers() {
    ccm::open_gate(1, 12);
    register32(pit::kControl) = 0;
    register32(pit::kControl0) = 0;
    register32(pit::kControl1) = 0;
    register32(pit::kLoad1) = 0xFFFFFFFF;
    register32(pit::kControl1) = pit::kChained | pit::kEnable;
    register32(pit::kLoad0) = 0xFFFFFFFF;
    register32(pit::kControl0) = pit::kEnable;
}

void start_sync_pin() {
    ccm::open_gate(4, 2);   // IOMUXC
    ccm::open_gate(3, 12);  // GPIO4
    register32(iomuxc::kEmc04) = iomuxc::kFunctionGpio;
    register32(gpio4::kSet) = kSyncPin;
    set_bits(gpio4::kDirection, kSyncPin);
}

}  // namespace

const char* const kBoardId = board::kId;

const uint32_t kBootBaud = board::kBaud;

void initialise() {
    clock::initialise();
    enable_cycle_counter();
    start_timers();
    start_sync_pin();
    uart::initialise();
}

int read_byte() { return uart::read(); }

bool has_byte() { return uart::has_byte(); }

bool has_baud(uint32_t baud) { return uart::has_baud(baud); }

void set_baud(uint32_t baud) { uart::set_baud(baud); }

void write_byte(uint8_t byte) { uart::write(byte); }

void flush() { uart::flush(); }

// Timers count down. Reading the upper half holds the lower one.
uint64_t microseconds() {
    const uint64_t high = register32(pit::kLifetimeHigh);
    const uint64_t low = register32(pit::kLifetimeLow);
    return ~(high << 32 | low) / kTimerTicksAMicrosecond;
}

void pulse_sync_pin() {
    register32(gpio4::kClear) = kSyncPin;
    for (volatile uint32_t i = 0; i < kPulseTurns; i = i + 1) {
    }
    register32(gpio4::kSet) = kSyncPin;
}

}  // namespace neurio::platform
