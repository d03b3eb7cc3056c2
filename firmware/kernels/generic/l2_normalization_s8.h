// Rows divided by their Euclidean length, int8.
#pragma once

#include <stdint.h>

namespace neurio {

struct L2NormalizationParams {
    int32_t rows;
    int32_t depth;
    int32_t input_offset;  // minus the zero point
};

// The scale of `output` is 1/128 and its zero point 0. `output` may be `input`.
void l2_normalization_s8(const L2NormalizationParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
