// x above 0, a share of it below, float32.
#pragma once

#include <stdint.h>

namespace neurio {

struct LeakyReluF32Params {
    int32_t elements;
    float slope;
};

// `output` may be the input.
void leaky_relu_f32(const LeakyReluF32Params& params, const float* input, float* output);

}  // namespace neurio
