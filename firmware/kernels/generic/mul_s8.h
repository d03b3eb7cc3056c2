// Element-wise product of two int8 tensors, either repeated along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct MulParams {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    int32_t left_offset;  // minus the zero point
    int32_t right_offset;
    int32_t output_offset;
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t activation_min;
    int32_t activation_max;
};

// `output` may be an input that is not repeated.
void mul_s8(const MulParams& params, const int8_t* left, const int8_t* right, int8_t* output);

}  // namespace neurio
