// The second stage of the boot: the first 256 bytes of flash. The boot ROM copies them to RAM,
// checks their last four bytes, which the build script makes, and calls them (RP2040 data sheet,
// 2.8.1). They set the flash up for fast reads in place and start what lies behind them.
//
// The code runs where it was not linked to, so it calls nothing and touches no data of its own.
#include <stdint.h>

#include "bsp/common/registers.h"
#include "bsp/cortex_m/registers.h"
#include "bsp/rp2040/flash_interface.h"

namespace neurio {
namespace {

// Commands of the W25Q16JV and its relatives (data sheet, 8.1.2)
constexpr uint32_t kWriteEnable = 0x06;
constexpr uint32_t kReadStatus1 = 0x05;
constexpr uint32_t kReadStatus2 = 0x35;
constexpr uint32_t kWriteStatus = 0x01;
constexpr uint32_t kQuadEnable = 0x02;  // QE, bit 1 of the second status register
constexpr uint32_t kFastReadQuad = 0xEB;
constexpr uint32_t kContinuous = 0xA0;   // mode bits: the next read comes without its command
constexpr uint32_t kAddressAndMode = 8;  // 32 bits, in units of four
constexpr uint32_t kDummyCycles = 4;

constexpr uint32_t kClockDivider = 2;  // 66.5 MHz of the 133 MHz that the flash takes
constexpr uint32_t kSampleDelay = 1;   // cycles, which that rate needs
constexpr uintptr_t kVectors = 0x10000100;

using Ssi = ssi::Registers;

[[gnu::always_inline]] inline void wait(const Ssi& ssi) {
    while ((ssi.status & (ssi::kStatusSent | ssi::kStatusBusy)) != ssi::kStatusSent) {
    }
}

[[gnu::always_inline]] inline void configure(Ssi& ssi, uint32_t control, uint32_t spi_control) {
    ssi.enable = 0;
    ssi.control0 = control;
    ssi.spi_control0 = spi_control;
    ssi.enable = 1;
}

// A register of the flash: the command goes out, the second byte that comes back is its value.
[[gnu::always_inline]] inline uint32_t read_status(Ssi& ssi, uint32_t command) {
    ssi.data = command;
    ssi.data = 0;
    wait(ssi);
    [[maybe_unused]] const uint32_t meanwhile = ssi.data;
    return ssi.data;
}

[[gnu::always_inline]] inline void enable_quad(Ssi& ssi) {
    if (read_status(ssi, kReadStatus2) == kQuadEnable) {
        return;
    }
    ssi.data = kWriteEnable;
    wait(ssi);
    ssi.data = kWriteStatus;
    ssi.data = 0;
    ssi.data = kQuadEnable;
    wait(ssi);
    ssi.enable = 0;  // drops what came back meanwhile
    ssi.enable = 1;
    while ((read_status(ssi, kReadStatus1) & 1) != 0) {
    }
}

}  // namespace

// GCC's code fits at any level; Clang's does if it is told.
#ifdef __clang__
#define NEURIO_SMALL [[clang::minsize]]
#else
#define NEURIO_SMALL
#endif

extern "C" NEURIO_SMALL [[gnu::section(".boot_block"), gnu::used, noreturn]] void second_stage() {
    constexpr uint32_t kBytes = 7u << ssi::kFrameBitsShift | ssi::kSendAndReceive;
    constexpr uint32_t kWords = 31u << ssi::kFrameBitsShift | ssi::kCommandThenReceive | ssi::kQuad;
    constexpr uint32_t kRead = kAddressAndMode << ssi::kAddressShift | kDummyCycles
                                                                           << ssi::kWaitCyclesShift;

    uintptr_t base = ssi::kBase;
    __asm volatile("" : "+r"(base));  // or the compiler makes a constant of each register's address
    Ssi& ssi = *reinterpret_cast<Ssi*>(base);

    ssi.enable = 0;
    ssi.baud_divider = kClockDivider;
    ssi.sample_delay = kSampleDelay;
    ssi.control1 = 0;  // one word a read
    configure(ssi, kBytes, 0);
    enable_quad(ssi);

    // One read with its command, whose mode bits tell the flash that none follows.
    configure(ssi, kWords, kRead | ssi::kInstruction8Bits | ssi::kAddressOnFourLines);
    ssi.data = kFastReadQuad;
    ssi.data = kContinuous;
    wait(ssi);
    configure(
        ssi, kWords,
        kRead | kContinuous << ssi::kXipCommandShift | ssi::kNoInstruction | ssi::kAllOnFourLines);

    register32(scb::kVtor) = kVectors;
    uintptr_t vectors = kVectors;
    __asm volatile(
        "ldm %0!, {r1, r2}\n"
        "msr msp, r1\n"
        "bx r2\n"
        : "+l"(vectors)
        :
        : "r1", "r2");
    __builtin_unreachable();
}

}  // namespace neurio
