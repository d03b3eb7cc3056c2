// What every UART here asks of a baud rate.
#pragma once

#include <stdint.h>

namespace neurio::rates {

// Bytes are polled for, and the FIFOs are short: a byte must last longer than taking one does.
constexpr uint32_t kCyclesAByte = 250;
constexpr uint32_t kBitsAByte = 10;

constexpr bool leaves_time(uint32_t core_hz, uint32_t baud) {
    return baud <= core_hz / kCyclesAByte * kBitsAByte;
}

// Whether the rate that a divider gives is within 2 % of the wanted one. A character bears twice
// that; the rest is the other end's.
constexpr bool is_close(uint64_t given, uint64_t wanted) {
    return (given > wanted ? given - wanted : wanted - given) <= wanted / 50;
}

}  // namespace neurio::rates
