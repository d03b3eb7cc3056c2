// Sine and cosine of float32, without a C library. Polynomials are least-squares fits in Chebyshev
// nodes.
#pragma once

#include <stdint.h>

#include "kernels/common/functions_f32.h"

namespace neurio {

// |r| <= pi / 4; within 1 unit of the last place.
inline float sine_of_small(float r) {
    const float square = r * r;
    float rest = 2.7250076e-06f;
    rest = rest * square - 0.00019840088f;
    rest = rest * square + 0.008333332f;
    rest = rest * square - 0.16666667f;
    return r + r * square * rest;
}

// |r| <= pi / 4; within 2 units of the last place.
inline float cosine_of_small(float r) {
    const float square = r * r;
    float rest = 2.3673178e-05f;
    rest = rest * square - 0.0013881556f;
    rest = rest * square + 0.04166656f;
    return 1.0f - (0.5f * square - square * square * rest);
}

// x = quadrant * pi / 2 + rest, modulo 2 pi, with |rest| <= pi / 4.
struct Angle {
    uint32_t quadrant;
    float rest;
};

// Exact to the last place for all finite floats: x / (pi / 2) modulo 4 is taken from those bits of
// 2 / pi that matter for its exponent (Payne and Hanek, "Radian Reduction for Trigonometric
// Functions", 1983).
inline Angle reduce_angle(float x) {
    const float magnitude = x < 0.0f ? -x : x;
    if (magnitude <= 0.785398163f) return {0, x};
    // 2 / pi behind its binary point, after 32 zeros
    constexpr uint32_t kTwoByPi[] = {0x00000000u, 0xa2f9836eu, 0x4e441529u, 0xfc2757d1u,
                                     0xf534ddc0u, 0xdb629599u, 0x3c439041u, 0xfe5163abu};
    const uint32_t bits = bits_of_float(magnitude);
    const uint64_t mantissa = (bits & 0x7fffffu) | 0x800000u;
    // magnitude = mantissa * 2^(exponent - 150): what is a multiple of 4 plays no part
    const uint32_t skipped = (bits >> 23) - 150u + 30u;
    const uint32_t* words = kTwoByPi + skipped / 32;
    const uint32_t shift = skipped % 32;
    uint32_t part[3];
    for (uint32_t i = 0; i < 3; ++i) {
        const uint64_t pair = (static_cast<uint64_t>(words[i]) << 32) | words[i + 1];
        part[i] = static_cast<uint32_t>(pair >> (32 - shift));
    }
    const uint64_t low = mantissa * part[2];
    const uint64_t middle = mantissa * part[1] + (low >> 32);
    const uint64_t high = mantissa * part[0] + (middle >> 32);
    // in units of 2^-62
    const uint64_t turns = (high << 32) | (middle & 0xffffffffu);
    const uint32_t quadrant = static_cast<uint32_t>((turns + (uint64_t{1} << 61)) >> 62) & 3u;
    uint64_t rest = turns - (static_cast<uint64_t>(quadrant) << 62);
    const bool negative = (rest >> 63) != 0;
    if (negative) rest = 0 - rest;
    float value = 0.0f;
    if (rest != 0) {
        const int32_t zeros = __builtin_clzll(rest);
        const uint32_t top = static_cast<uint32_t>((rest << zeros) >> 40);  // 24 bits
        const uint32_t exponent = static_cast<uint32_t>(127 - 62 + 40 - zeros);
        value = static_cast<float>(top) * float_of_bits(exponent << 23) * 1.57079637f;
    }
    if (negative != (x < 0.0f)) value = -value;
    return {x < 0.0f ? (4u - quadrant) & 3u : quadrant, value};
}

inline float sine_of_quadrant(Angle angle) {
    const float value =
        (angle.quadrant & 1u) != 0 ? cosine_of_small(angle.rest) : sine_of_small(angle.rest);
    return (angle.quadrant & 2u) != 0 ? -value : value;
}

inline bool is_angle(float x) { return x - x == 0.0f; }  // neither infinite nor not-a-number

inline float sine(float x) { return is_angle(x) ? sine_of_quadrant(reduce_angle(x)) : kNotANumber; }

inline float cosine(float x) {
    if (!is_angle(x)) return kNotANumber;
    const Angle angle = reduce_angle(x);
    return sine_of_quadrant({(angle.quadrant + 1u) & 3u, angle.rest});
}

}  // namespace neurio
