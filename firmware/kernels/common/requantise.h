// From a 32-bit accumulator to a code of the output, rounded as TFLite Micro rounds.
#pragma once

#include <stdint.h>

namespace neurio {

// round(a * b / 2^31), ties up. `b` is a multiplier in [2^30, 2^31) or 0, so nothing saturates.
inline int32_t doubling_high_multiply(int32_t a, int32_t b) {
    return static_cast<int32_t>((static_cast<int64_t>(a) * b + (int64_t{1} << 30)) >> 31);
}

// round(x / 2^exponent), ties away from zero; exponent in [0, 31].
inline int32_t rounding_divide_by_power(int32_t x, int32_t exponent) {
    const int32_t mask = static_cast<int32_t>((uint32_t{1} << exponent) - 1);
    const int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
    return (x >> exponent) + ((x & mask) > threshold ? 1 : 0);
}

// x * multiplier * 2^(shift - 31); shift in [-31, 30].
inline int32_t multiply_by_quantised(int32_t x, int32_t multiplier, int32_t shift) {
    const int32_t left = shift > 0 ? shift : 0;
    const int32_t right = shift > 0 ? 0 : -shift;
    const int32_t shifted = static_cast<int32_t>(static_cast<uint32_t>(x) << left);
    return rounding_divide_by_power(doubling_high_multiply(shifted, multiplier), right);
}

// x + offset modulo 2^32: where scales are far apart, x may be any number.
inline int32_t add_offset(int32_t x, int32_t offset) {
    return static_cast<int32_t>(static_cast<uint32_t>(x) + static_cast<uint32_t>(offset));
}

inline int32_t clamp(int32_t x, int32_t low, int32_t high) {
    return x < low ? low : (x > high ? high : x);
}

// Clamps finished codes where the activation's range is narrower than int8.
inline void clamp_codes(int8_t* codes, int32_t count, int32_t low, int32_t high) {
    if (low == INT8_MIN && high == INT8_MAX) return;
    for (int32_t i = 0; i < count; ++i) codes[i] = static_cast<int8_t>(clamp(codes[i], low, high));
}

// Accumulators of `count` channels to int8 codes, each with a multiplier and shift of its own.
inline void requantise_channels(const int32_t* sums, int32_t count, const int32_t* multipliers,
                                const int32_t* shifts, int32_t offset, int32_t low, int32_t high,
                                int8_t* output) {
    for (int32_t i = 0; i < count; ++i) {
        const int32_t product = multiply_by_quantised(sums[i], multipliers[i], shifts[i]);
        const int32_t code = add_offset(product, offset);
        output[i] = static_cast<int8_t>(clamp(code, low, high));
    }
}

}  // namespace neurio
