// Activations that clamp, float32: RELU, RELU6, RELU_N1_TO_1.
#pragma once

#include <stdint.h>

namespace neurio {

struct ClampF32Params {
    int32_t elements;
    float activation_min;
    float activation_max;
};

// `output` may be the input.
void clamp_f32(const ClampF32Params& params, const float* input, float* output);

}  // namespace neurio
