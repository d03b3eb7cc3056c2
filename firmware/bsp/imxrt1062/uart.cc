#include "bsp/common/uart.h"

#include "board.h"
#include "bsp/common/baud.h"
#include "bsp/imxrt1062/clock.h"
#include "bsp/imxrt1062/registers.h"

// LPUART6 on pins 0 (RX1) and 1 (TX1), FIFOs of four bytes on.
namespace neurio::uart {
namespace {

// The crystal is divided twice: samples a bit, and clocks a sample.
struct Dividers {
    uint32_t samples;
    uint32_t clocks;
};
constexpr uint32_t kFewestSamples = 8;
constexpr uint32_t kMostSamples = 32;
constexpr uint32_t kMostClocks = 8191;

constexpr uint32_t rate_of(Dividers dividers) {
    return clock::kCrystalHz / (dividers.samples * dividers.clocks);
}
constexpr uint32_t distance(uint32_t a, uint32_t b) { return a > b ? a - b : b - a; }

// What comes closest; no clocks where nothing does.
constexpr Dividers dividers_for(uint32_t baud) {
    Dividers best = {kFewestSamples, 0};
    for (uint32_t samples = kFewestSamples; samples <= kMostSamples; ++samples) {
        const uint32_t steps = samples * baud;
        const Dividers next = {samples, (clock::kCrystalHz + steps / 2) / steps};
        if (next.clocks >= 1 && next.clocks <= kMostClocks &&
            (best.clocks == 0 || distance(rate_of(next), baud) < distance(rate_of(best), baud))) {
            best = next;
        }
    }
    return best;
}
constexpr bool has_dividers(uint32_t baud) {
    const Dividers dividers = dividers_for(baud);
    return dividers.clocks != 0 && rates::is_close(rate_of(dividers), baud);
}
static_assert(has_dividers(board::kBaud), "No dividers for this baud rate");

void start(uint32_t baud) {
    const Dividers dividers = dividers_for(baud);
    register32(lpuart6::kControl) = 0;
    register32(lpuart6::kBaud) =
        (dividers.samples - 1) << lpuart6::kBaudOversamplingShift | dividers.clocks;
    set_bits(lpuart6::kFifo, lpuart6::kFifos);
    register32(lpuart6::kControl) = lpuart6::kTransmit | lpuart6::kReceive;
}

}  // namespace

void initialise() {
    ccm::open_gate(4, 2);  // IOMUXC
    ccm::open_gate(3, 6);  // LPUART6
    register32(iomuxc::kAdB0_02) = iomuxc::kFunctionLpuart6;
    register32(iomuxc::kAdB0_03) = iomuxc::kFunctionLpuart6;
    register32(iomuxc::kAdB0_03 + iomuxc::kPadOffset) = iomuxc::kInputPulledUp;
    register32(iomuxc::kLpuart6Transmit) = iomuxc::kFromAdB0;
    register32(iomuxc::kLpuart6Receive) = iomuxc::kFromAdB0;
    start(board::kBaud);
}

bool has_baud(uint32_t baud) {
    return baud != 0 && rates::leaves_time(board::kClockHz, baud) && has_dividers(baud);
}

void set_baud(uint32_t baud) { start(baud); }

bool has_byte() { return (register32(lpuart6::kStatus) & lpuart6::kReceived) != 0; }

// A break comes as a 0 with an error. Errors are cleared: after an overrun nothing more would come.
uint8_t read() {
    uint32_t status = 0;
    do {
        status = register32(lpuart6::kStatus);
        if ((status & lpuart6::kErrors) != 0) {
            register32(lpuart6::kStatus) = status & lpuart6::kErrors;
        }
    } while ((status & lpuart6::kReceived) == 0);
    return static_cast<uint8_t>(register32(lpuart6::kData));
}

void write(uint8_t byte) {
    wait_for_bits(lpuart6::kStatus, lpuart6::kRoom, lpuart6::kRoom);
    register32(lpuart6::kData) = byte;
}

void flush() { wait_for_bits(lpuart6::kStatus, lpuart6::kSent, lpuart6::kSent); }

}  // namespace neurio::uart
