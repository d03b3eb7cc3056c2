#include "kernels/generic/quantise_f32_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {
namespace {

// Beyond this every code is saturated; it keeps the conversion to an integer defined.
constexpr float kFar = 1024.0f;

// Ties away from zero, without the C library; |x| is small, so x - whole is exact.
int32_t rounded(float x) {
    const int32_t whole = static_cast<int32_t>(x);
    const float rest = x - static_cast<float>(whole);
    return whole + (rest >= 0.5f ? 1 : 0) - (rest <= -0.5f ? 1 : 0);
}

}  // namespace

void quantise_f32_s8(const QuantiseParams& params, const float* input, int8_t* output) {
    const QuantiseParams p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        float steps = input[i] / p.scale;
        if (!(steps < kFar)) steps = kFar;
        if (!(steps > -kFar)) steps = -kFar;
        output[i] = static_cast<int8_t>(clamp(rounded(steps) + p.zero_point, INT8_MIN, INT8_MAX));
    }
}

}  // namespace neurio
