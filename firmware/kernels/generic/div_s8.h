// Element-wise quotient of two int8 tensors, either repeated along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct DivParams {
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
    const int32_t* reciprocals;  // [256], of the divisor's codes from -128 on
    const int8_t* digits;        // [256], 1 / |divisor| is reciprocal * 2^-(31 + digits)
};

// `output` may be an input that is not repeated.
void div_s8(const DivParams& params, const int8_t* left, const int8_t* right, int8_t* output);

}  // namespace neurio
