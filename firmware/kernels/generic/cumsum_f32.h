// Running sums along one axis, float32.
#pragma once

#include <stdint.h>

namespace neurio {

struct CumsumF32Params {
    int32_t outer;
    int32_t depth;  // elements along the axis
    int32_t inner;
    bool exclusive;  // an element is the sum of those before it
    bool reverse;
};

// `output` may be the input.
void cumsum_f32(const CumsumF32Params& params, const float* input, float* output);

}  // namespace neurio
