// Logistic function and hyperbolic tangent of int16, interpolated between 256 values of a table:
// logistic(i / 24) in Q0.16. `x` is the argument in steps of 1 / 12,288, results are in Q0.15.
#pragma once

#include <stdint.h>

namespace neurio {

inline int16_t logistic_code(int32_t x, const uint16_t* table) {
    const uint32_t magnitude = static_cast<uint32_t>(x < 0 ? -x : x);
    const uint32_t step = magnitude >> 9;
    uint32_t value = uint32_t{0x7FFF} << 10;  // Q0.25
    if (step < 255) {
        const uint32_t below = table[step];
        value = (below << 9) + (magnitude & 0x1FF) * (table[step + 1] - below);
    }
    value = x >= 0 ? value + (1 << 9) : (uint32_t{1} << 25) - value + (1 << 9) - 1;
    return static_cast<int16_t>(value >> 10);
}

// tanh(x) = 2 * logistic(2 * x) - 1: twice the steps of the logistic.
inline int16_t tanh_code(int32_t x, const uint16_t* table) {
    const uint32_t magnitude = static_cast<uint32_t>(x < 0 ? -x : x);
    const uint32_t step = magnitude >> 8;
    int32_t value = 0xFFFF << 8;  // Q0.24 of the logistic
    if (step < 255) {
        const int32_t below = table[step];
        const int32_t rest = static_cast<int32_t>(magnitude & 0xFF);
        value = (below << 8) + rest * (table[step + 1] - below);
    }
    value -= 1 << 23;
    value = x >= 0 ? value + (1 << 7) : -value + (1 << 7) - 1;
    return static_cast<int16_t>(value >> 8);
}

}  // namespace neurio
