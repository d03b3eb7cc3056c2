// Softmax over the innermost axis, float32.
#pragma once

#include <stdint.h>

namespace neurio {

struct SoftmaxF32Params {
    int32_t rows;
    int32_t depth;
    float beta;  // what the inputs are multiplied by
};

// `output` may be the input.
void softmax_f32(const SoftmaxF32Params& params, const float* input, float* output);

}  // namespace neurio
