// (left - right)^2, int8, broadcast.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct SquaredDifferenceParams {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t output_offset;
    const int32_t* scaled_left;  // [256], what the input of each code is in the common scale
    const int32_t* scaled_right;
};

// `output` may be an input that is not repeated.
void squared_difference_s8(const SquaredDifferenceParams& params, const int8_t* left,
                           const int8_t* right, int8_t* output);

}  // namespace neurio
