// Logarithm of the softmax over the innermost axis, float32.
#pragma once

#include <stdint.h>

namespace neurio {

struct LogSoftmaxF32Params {
    int32_t rows;
    int32_t depth;
};

// `output` may be the input.
void log_softmax_f32(const LogSoftmaxF32Params& params, const float* input, float* output);

}  // namespace neurio
