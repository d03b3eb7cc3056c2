// Functions of float32 that need no C library, so that every board and compiler computes the same.
// Polynomials are least-squares fits in Chebyshev nodes; the errors stated are the largest found
// over all floats of the range, in units of the result's last place.
#pragma once

#include <stdint.h>
#include <string.h>

namespace neurio {

constexpr float kInfinity = __builtin_inff();
constexpr float kNotANumber = __builtin_nanf("");

inline float float_of_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

inline uint32_t bits_of_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

// e^x - 1 = r + r^2 * exponential_rest(r) for |r| <= ln(2) / 2.
inline float exponential_rest(float r) {
    float rest = 0.00139336521f;
    rest = rest * r + 0.00836318173f;
    rest = rest * r + 0.0416664667f;
    rest = rest * r + 0.166665763f;
    return rest * r + 0.5f;
}

// x = steps * ln(2) + rest, with `rest` small.
struct Reduced {
    int32_t steps;
    float rest;
};

inline Reduced reduce_by_ln2(float x) {
    constexpr float kLog2e = 1.44269504f;
    // 1.5 * 2^23: a sum with it has no fraction, so that it is rounded to the nearest
    constexpr float kRounding = 12582912.0f;
    const float steps = (x * kLog2e + kRounding) - kRounding;
    // ln(2) in two parts, the first of few bits: its product with `steps` is exact
    const float rest = (x - steps * 0.693359375f) - steps * -2.12194440e-4f;
    return {static_cast<int32_t>(steps), rest};
}

// e^x, within 2 units; 0 below -103.97, infinite above 88.72.
inline float exponential(float x) {
    if (x > 88.7228394f) return kInfinity;
    if (x < -103.972084f) return 0.0f;
    if (!(x == x)) return x;
    const Reduced reduced = reduce_by_ln2(x);
    const float r = reduced.rest;
    const float power = 1.0f + (r + r * r * exponential_rest(r));
    // 2^steps in two factors, as results may have no normal exponent
    const int32_t half = reduced.steps / 2;
    const float first = float_of_bits(static_cast<uint32_t>(half + 127) << 23);
    const float second = float_of_bits(static_cast<uint32_t>(reduced.steps - half + 127) << 23);
    return power * first * second;
}

// e^x - 1, within 4 units.
inline float exponential_minus_one(float x) {
    if (x > -0.34657359f && x < 0.34657359f) return x + x * x * exponential_rest(x);
    return exponential(x) - 1.0f;
}

// Within 2 units.
inline float hyperbolic_tangent(float x) {
    const float magnitude = x < 0.0f ? -x : x;
    if (magnitude < 0.5625f) {
        const float square = x * x;
        float rest = -0.00653151097f;
        rest = rest * square + 0.0212671254f;
        rest = rest * square - 0.0539025031f;
        rest = rest * square + 0.133330792f;
        rest = rest * square - 0.333333313f;
        return x + x * square * rest;
    }
    if (!(x == x)) return x;
    const float result =
        magnitude > 9.02f ? 1.0f : 1.0f - 2.0f / (exponential(2.0f * magnitude) + 1.0f);
    return x < 0.0f ? -result : result;
}

// 1 / (1 + e^-x) as TFLite Micro has it: 1 where float32 has nothing between, e^x far below 0.
inline float logistic(float x) {
    if (x > 16.6190472f) return 1.0f;
    if (x < -9.0f) return exponential(x);
    return 1.0f / (1.0f + exponential(-x));
}

// ln(x), within 2 units; NaN below 0, minus infinity at 0.
inline float logarithm(float x) {
    if (!(x > 0.0f)) return x == 0.0f ? -kInfinity : kNotANumber;
    if (x == kInfinity) return x;
    int32_t exponent = 0;
    if (x < 1.17549435e-38f) {
        x *= 8388608.0f;
        exponent = -23;
    }
    // x = 2^exponent * mantissa, the mantissa between the roots of 1/2 and 2
    const uint32_t shifted = bits_of_float(x) - bits_of_float(0.707106769f);
    exponent += static_cast<int32_t>(shifted) >> 23;
    const float mantissa = float_of_bits((shifted & 0x7fffffu) + bits_of_float(0.707106769f));
    const float over = mantissa - 1.0f;
    const float s = over / (2.0f + over);
    const float square = s * s;
    float rest = 0.233325168f;
    rest = rest * square + 0.285507381f;
    rest = rest * square + 0.400001228f;
    rest = rest * square + 0.666666687f;
    const float steps = static_cast<float>(exponent);
    const float half = 0.5f * over * over;
    return steps * 0.693359375f +
           (over - (half - (s * (half + square * rest) + steps * -2.12194440e-4f)));
}

// The root rounded to the nearest, as IEEE 754 has it; NaN below 0.
inline float square_root(float x) {
#if defined(__ARM_FP) && (__ARM_FP & 4)
    float root;
    asm("vsqrt.f32 %0, %1" : "=t"(root) : "t"(x));
    return root;
#else
    if (!(x > 0.0f) || x == kInfinity) return x < 0.0f ? kNotANumber : x;
    int32_t exponent = 0;
    if (x < 1.17549435e-38f) {
        x *= 16777216.0f;
        exponent = -12;
    }
    const uint32_t bits = bits_of_float(x);
    int32_t power = static_cast<int32_t>(bits >> 23) - 127;
    uint64_t mantissa = (bits & 0x7fffffu) | 0x800000u;
    if ((power & 1) != 0) mantissa <<= 1;
    power = (power - (power & 1)) / 2;
    // digit by digit: a root of 25 bits, of which the last one rounds
    mantissa <<= 25;
    uint64_t root = 0;
    for (uint64_t bit = uint64_t{1} << 48; bit != 0; bit >>= 2) {
        if (mantissa >= root + bit) {
            mantissa -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    const uint32_t rounded = static_cast<uint32_t>((root + 1) >> 1);
    return float_of_bits(
        ((rounded - 0x800000u) + (static_cast<uint32_t>(power + exponent + 127) << 23)));
#endif
}

}  // namespace neurio
