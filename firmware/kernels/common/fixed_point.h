// Fixed-point functions as TFLite Micro computes them: Qa.b has a integer bits and b = 31 - a
// fraction bits.
#pragma once

#include <stdint.h>

#include "kernels/common/requantise.h"

namespace neurio {

inline int32_t count_leading_zeros(uint32_t x) { return x == 0 ? 32 : __builtin_clz(x); }

// round((a + b) / 2), ties away from zero.
inline int32_t rounding_half_sum(int32_t a, int32_t b) {
    const int64_t sum = static_cast<int64_t>(a) + b;
    return static_cast<int32_t>((sum + (sum >= 0 ? 1 : -1)) / 2);
}

// x, or the nearest number of 32 bits.
inline int32_t saturate(int64_t x) {
    return static_cast<int32_t>(x > INT32_MAX ? INT32_MAX : (x < INT32_MIN ? INT32_MIN : x));
}

// x * 2^exponent, saturated.
inline int32_t saturating_shift_left(int32_t x, int32_t exponent) {
    return saturate(x * (int64_t{1} << exponent));
}

// 1 / (1 + x) in Q0.31 for x in [0, 1) in Q0.31: three Newton-Raphson steps in Q2.29.
inline int32_t one_over_one_plus(int32_t x) {
    constexpr int32_t kOne = INT32_MAX;              // Q0.31
    constexpr int32_t k48Over17 = 1515870810;        // Q2.29
    constexpr int32_t kMinus32Over17 = -1010580540;  // Q2.29
    constexpr int32_t kOneInQ2 = int32_t{1} << 29;   // Q2.29
    const int32_t half_denominator = rounding_half_sum(x, kOne);
    int32_t estimate = k48Over17 + doubling_high_multiply(half_denominator, kMinus32Over17);
    for (int step = 0; step < 3; ++step) {
        const int32_t product = doubling_high_multiply(half_denominator, estimate);
        const int32_t error = kOneInQ2 - product;
        estimate += saturating_shift_left(doubling_high_multiply(estimate, error), 2);
    }
    return saturating_shift_left(estimate, 1);
}

// A real factor: value * 2^(shift - 31).
struct Factor {
    int32_t value;
    int32_t shift;
};

// 1 / sqrt(x) for x >= 0, that of 0 being 1: five Newton-Raphson steps in Q3.28.
inline Factor inverse_square_root(int32_t x) {
    constexpr int32_t kOne = int32_t{1} << 28;         // Q3.28
    constexpr int32_t kThreeHalves = kOne + kOne / 2;  // Q3.28
    constexpr int32_t kHalfRootOfTwo = 1518500250;     // Q0.31
    constexpr int32_t kLargest = int32_t{1} << 29;
    if (x <= 1) return {INT32_MAX, 0};
    int32_t shift = 11;
    for (; x >= kLargest; ++shift) x /= 4;
    const int32_t pairs = (count_leading_zeros(static_cast<uint32_t>(x)) - 1) / 2 - 1;
    shift -= pairs;
    const int32_t half = (x << (2 * pairs)) >> 1;
    const int32_t quarter = rounding_divide_by_power(half, 1);
    int32_t root = kOne;
    for (int step = 0; step < 5; ++step) {
        const int32_t square = doubling_high_multiply(root, root);
        const int32_t cube = saturating_shift_left(doubling_high_multiply(square, root), 6);
        const int32_t change =
            doubling_high_multiply(kThreeHalves, root) - doubling_high_multiply(quarter, cube);
        root = saturating_shift_left(change, 3);
    }
    root = doubling_high_multiply(root, kHalfRootOfTwo);
    if (shift < 0) return {root << -shift, 0};
    return {root, -shift};
}

}  // namespace neurio
