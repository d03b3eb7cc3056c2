// float32 to codes, for all quantised element types.
#pragma once

#include <stdint.h>

#include "kernels/common/requantise.h"

namespace neurio {

struct QuantiseParams {
    int32_t elements;
    float scale;
    int32_t zero_point;
    int32_t smallest;  // codes of the element type
    int32_t largest;
};

// Ties away from zero, without the C library; |x| is small, so that x - whole is exact.
inline int32_t rounded(float x) {
    const int32_t whole = static_cast<int32_t>(x);
    const float rest = x - static_cast<float>(whole);
    return whole + (rest >= 0.5f ? 1 : 0) - (rest <= -0.5f ? 1 : 0);
}

template <typename T>
inline void quantise(const QuantiseParams& params, const float* input, T* output) {
    // Beyond this every code is saturated; it keeps the conversion to an integer defined.
    constexpr float kFar = 131072.0f;
    const QuantiseParams p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        float steps = input[i] / p.scale;
        if (!(steps < kFar)) steps = kFar;
        if (!(steps > -kFar)) steps = -kFar;
        output[i] = static_cast<T>(clamp(rounded(steps) + p.zero_point, p.smallest, p.largest));
    }
}

}  // namespace neurio
