// Element-wise sum of two int8 tensors, one or both repeated along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct AddBroadcastParams {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    int32_t output_offset;
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t activation_min;
    int32_t activation_max;
    // What an input code adds to the sum, already scaled: [256], indexed by code + 128.
    const int32_t* scaled_left;
    const int32_t* scaled_right;
};

// `output` may be an input that is not repeated.
void add_broadcast_s8(const AddBroadcastParams& params, const int8_t* left, const int8_t* right,
                      int8_t* output);

}  // namespace neurio
