// What a division of float32 leaves: every bit, without a C library.
#pragma once

#include <stdint.h>

#include "kernels/common/functions_f32.h"

namespace neurio {

// A positive float as mantissa * 2^(exponent - 150), the mantissa in [2^23, 2^24).
struct Decoded {
    uint32_t mantissa;
    int32_t exponent;
};

inline Decoded decode(uint32_t bits) {
    Decoded value = {bits & 0x7fffffu, static_cast<int32_t>(bits >> 23)};
    if (value.exponent != 0) {
        value.mantissa |= 0x800000u;
        return value;
    }
    value.exponent = 1;
    while (value.mantissa < 0x800000u) {
        value.mantissa <<= 1;
        --value.exponent;
    }
    return value;
}

// a - b * (a / b rounded towards zero): the sign of a.
inline float remainder(float a, float b) {
    const uint32_t sign = bits_of_float(a) & 0x80000000u;
    const uint32_t left = bits_of_float(a) & 0x7fffffffu;
    const uint32_t right = bits_of_float(b) & 0x7fffffffu;
    constexpr uint32_t kInfiniteBits = 0x7f800000u;
    if (left >= kInfiniteBits || right > kInfiniteBits || right == 0) return kNotANumber;
    if (left < right) return a;
    const Decoded divisor = decode(right);
    Decoded rest = decode(left);
    // long division, bit by bit; the quotient plays no part
    for (;;) {
        if (rest.mantissa >= divisor.mantissa) rest.mantissa -= divisor.mantissa;
        if (rest.exponent == divisor.exponent) break;
        rest.mantissa <<= 1;
        --rest.exponent;
    }
    if (rest.mantissa == 0) return float_of_bits(sign);
    while (rest.mantissa < 0x800000u && rest.exponent > 1) {
        rest.mantissa <<= 1;
        --rest.exponent;
    }
    while (rest.exponent < 1) {  // no normal number
        rest.mantissa >>= 1;
        ++rest.exponent;
    }
    const uint32_t exponent =
        rest.mantissa < 0x800000u ? 0u : static_cast<uint32_t>(rest.exponent) << 23;
    return float_of_bits(sign | exponent | (rest.mantissa & 0x7fffffu));
}

// As `remainder`, of the sign of b.
inline float floor_remainder(float a, float b) {
    const float rest = remainder(a, b);
    return rest != 0.0f && (b < 0.0f) != (rest < 0.0f) ? rest + b : rest;
}

// a / b rounded down, in double precision and then to float32, as in TFLite Micro.
inline float floor_quotient(float a, float b) {
    const double quotient = static_cast<double>(a) / static_cast<double>(b);
    constexpr double kWhole = 4503599627370496.0;  // 2^52: from here on doubles have no fraction
    if (!(quotient < kWhole && quotient > -kWhole)) return static_cast<float>(quotient);
    const double towards_zero = static_cast<double>(static_cast<int64_t>(quotient));
    const double result = towards_zero > quotient ? towards_zero - 1.0 : towards_zero;
    if (result != 0.0) return static_cast<float>(result);
    return quotient < 0.0 || 1.0 / quotient < 0.0 ? -0.0f : 0.0f;
}

}  // namespace neurio
