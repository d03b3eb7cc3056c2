// Element-wise arithmetic of two float32 tensors, either repeated along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/arithmetic.h"
#include "kernels/common/walk.h"

namespace neurio {

struct ArithmeticF32Params {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    Arithmetic arithmetic;
    float activation_min;
    float activation_max;
};

// `output` may be an input that is not repeated.
void arithmetic_f32(const ArithmeticF32Params& params, const float* left, const float* right,
                    float* output);

}  // namespace neurio
