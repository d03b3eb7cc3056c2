// QEMU's RISC-V machine `virt`.
#include "harness/platform.h"

#include "board.h"
#include "bsp/common/uart.h"
#include "bsp/riscv/csr.h"
#include "bsp/riscv/reset.h"
#include "bsp/virt/registers.h"

namespace neurio {
namespace {

// Code and constants lie in RAM here, below the stack. Physical memory protection (RISC-V
// Privileged Architecture, 3.7) makes of them what they are on a board: a write faults.
void protect_flash() {
    static_assert((board::kFlashBytes & (board::kFlashBytes - 1)) == 0, "Not a power of two");
    constexpr uint32_t kReadExecuteLocked = 1u << 0 | 1u << 2 | 3u << 3 | 1u << 7;  // NAPOT
    NEURIO_WRITE_CSR("pmpaddr0", (board::kFlashOrigin | (board::kFlashBytes / 2 - 1)) >> 2);
    NEURIO_WRITE_CSR("pmpcfg0", kReadExecuteLocked);
}

// The machine has no pins; the pulse is one of the program alone.
volatile bool sync_pin = true;

constexpr uint32_t kPulseMicroseconds = 2;  // at least one whole microsecond

}  // namespace

void reset_chip() {
    for (;;) {
        register32(finisher::kCommand) = finisher::kReset;
    }
}

namespace platform {

const char* const kBoardId = board::kId;

const uint32_t kBootBaud = board::kBaud;

void initialise() {
    protect_flash();
    uart::initialise();
}

int read_byte() { return uart::read(); }

bool has_byte() { return uart::has_byte(); }

bool has_baud(uint32_t baud) { return uart::has_baud(baud); }

void set_baud(uint32_t baud) { uart::set_baud(baud); }

void write_byte(uint8_t byte) { uart::write(byte); }

void flush() { uart::flush(); }

uint64_t microseconds() {
    uint32_t high = 0;
    uint32_t low = 0;
    do {
        high = register32(clint::kTimeHigh);
        low = register32(clint::kTimeLow);
    } while (high != register32(clint::kTimeHigh));
    return (uint64_t{high} << 32 | low) / clint::kTicksAMicrosecond;
}

void pulse_sync_pin() {
    const uint64_t begin = microseconds();
    sync_pin = false;
    while (microseconds() - begin < kPulseMicroseconds) {
    }
    sync_pin = true;
}

}  // namespace platform
}  // namespace neurio
