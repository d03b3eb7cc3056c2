// Sixteen int32, for any CPU.
#pragma once

#include <stdint.h>
#include <string.h>

#include "kernels/common/requantise.h"

#define NEURIO_X86_INLINE __attribute__((always_inline)) inline

namespace neurio {
namespace baseline {
namespace {

constexpr int32_t kPixels = 4;
constexpr int32_t kBlocks = 1;
constexpr int32_t kBlocksOfOne = 1;
constexpr int32_t kElements = 16;

struct Vector {
    int32_t x[kElements];
};

struct Scale {
    const int32_t* multipliers;
    const int32_t* exponents;
};

NEURIO_X86_INLINE int32_t add_modulo(int32_t a, int32_t b) {
    return static_cast<int32_t>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b));
}

// 64 bytes.
NEURIO_X86_INLINE void load(Vector& v, const void* from) { memcpy(v.x, from, sizeof v.x); }

// 16 codes.
NEURIO_X86_INLINE void load_codes(Vector& v, const int8_t* from) {
    for (int32_t i = 0; i < kElements; ++i) v.x[i] = from[i];
}

NEURIO_X86_INLINE void fill(Vector& v, int32_t value) {
    for (int32_t& x : v.x) x = value;
}

NEURIO_X86_INLINE void store(const Vector& v, int32_t* to) { memcpy(to, v.x, sizeof v.x); }

NEURIO_X86_INLINE void add(Vector& sums, const Vector& v) {
    for (int32_t i = 0; i < kElements; ++i) sums.x[i] = add_modulo(sums.x[i], v.x[i]);
}

// sums += a * b; both factors are codes, or a is one and b a number whose product fits.
NEURIO_X86_INLINE void add_products(Vector& sums, const Vector& a, const Vector& b) {
    for (int32_t i = 0; i < kElements; ++i) sums.x[i] = add_modulo(sums.x[i], a.x[i] * b.x[i]);
}

// sums[i] += the products of the four unsigned bytes with the weights 4 i to 4 i + 3.
NEURIO_X86_INLINE void add_four_products(Vector& sums, int32_t bytes, const Vector& weights) {
    int8_t w[4 * kElements];
    uint8_t a[4];
    memcpy(w, weights.x, sizeof w);
    memcpy(a, &bytes, sizeof a);
    for (int32_t i = 0; i < kElements; ++i) {
        const int32_t products =
            a[0] * w[4 * i] + a[1] * w[4 * i + 1] + a[2] * w[4 * i + 2] + a[3] * w[4 * i + 3];
        sums.x[i] = add_modulo(sums.x[i], products);
    }
}

NEURIO_X86_INLINE void load_scale(Scale& s, const int32_t* multipliers, const int32_t* exponents) {
    s = {multipliers, exponents};
}

// From accumulators to codes without their offset, rounded as TFLite Micro rounds.
NEURIO_X86_INLINE void scale(Vector& v, const Scale& s) {
    for (int32_t i = 0; i < kElements; ++i) {
        v.x[i] = rounding_divide_by_power(doubling_high_multiply(v.x[i], s.multipliers[i]),
                                          s.exponents[i]);
    }
}

NEURIO_X86_INLINE void shift_right(Vector& v, int32_t bits) {
    for (int32_t& x : v.x) x >>= bits;
}

// The first `count` of 16, with the offset, clamped.
NEURIO_X86_INLINE void store_codes(const Vector& v, int32_t offset, int32_t low, int32_t high,
                                   int8_t* to, int32_t count) {
    for (int32_t i = 0; i < (count < kElements ? count : kElements); ++i) {
        to[i] = static_cast<int8_t>(clamp(add_offset(v.x[i], offset), low, high));
    }
}

}  // namespace
}  // namespace baseline
}  // namespace neurio
