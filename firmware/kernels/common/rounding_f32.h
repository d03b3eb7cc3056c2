// float32 rounded to whole numbers, without a C library: the sign of a zero is kept as IEEE 754
// does.
#pragma once

#include <stdint.h>

#include "kernels/common/functions_f32.h"

namespace neurio {

// 2^23: from here on floats have no fraction.
constexpr float kWholeFloats = 8388608.0f;

inline bool is_whole(float x) {
    return !(x < kWholeFloats && x > -kWholeFloats);  // not-a-number, too
}

inline float with_sign_of(float magnitude, float sign) {
    return float_of_bits((bits_of_float(magnitude) & 0x7fffffffu) |
                         (bits_of_float(sign) & 0x80000000u));
}

inline float rounded_down(float x) {
    if (is_whole(x)) return x;
    const float towards_zero = static_cast<float>(static_cast<int32_t>(x));
    const float result = towards_zero > x ? towards_zero - 1.0f : towards_zero;
    return result == 0.0f ? with_sign_of(0.0f, x) : result;
}

inline float rounded_up(float x) {
    if (is_whole(x)) return x;
    const float towards_zero = static_cast<float>(static_cast<int32_t>(x));
    const float result = towards_zero < x ? towards_zero + 1.0f : towards_zero;
    return result == 0.0f ? with_sign_of(0.0f, x) : result;
}

// To the nearest, ties to even; zero from below 0 is positive, as in TFLite Micro.
inline float rounded_to_nearest(float x) {
    if (is_whole(x)) return x;
    const float below = rounded_down(x);
    const float rest = x - below;
    const bool even = (static_cast<int32_t>(below) & 1) == 0;
    return rest < 0.5f || (rest == 0.5f && even) ? below : below + 1.0f;
}

}  // namespace neurio
