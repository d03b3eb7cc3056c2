// Rows by their Euclidean length, float32.
#pragma once

#include <stdint.h>

namespace neurio {

struct L2NormalizationF32Params {
    int32_t rows;
    int32_t depth;
};

// `output` may be the input.
void l2_normalization_f32(const L2NormalizationF32Params& params, const float* input,
                          float* output);

}  // namespace neurio
