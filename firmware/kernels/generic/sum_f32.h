// Sums or means along axes, float32.
#pragma once

#include "kernels/generic/reduction.h"

namespace neurio {

struct SumF32Params {
    int32_t kept_shape[kWalkAxes];  // of the output
    int32_t kept_strides[kWalkAxes];
    int32_t reduced_shape[kWalkAxes];  // of the elements that become one
    int32_t reduced_strides[kWalkAxes];
    float divisor;  // their number, or 1
};

void sum_f32(const SumF32Params& params, const float* input, float* output);

}  // namespace neurio
