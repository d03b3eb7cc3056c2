// Element-wise sum or difference of two int16 tensors, either repeated along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct AddS16Params {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    int32_t left_multiplier;
    int32_t left_shift;
    int32_t right_multiplier;
    int32_t right_shift;
    int32_t right_sign;  // 1: sum; -1: difference
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t activation_min;
    int32_t activation_max;
};

// `output` may be an input that is not repeated.
void add_s16(const AddS16Params& params, const int16_t* left, const int16_t* right,
             int16_t* output);

}  // namespace neurio
