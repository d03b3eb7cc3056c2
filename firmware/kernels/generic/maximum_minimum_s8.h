// Element-wise maximum or minimum of the codes of two int8 tensors, either repeated along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct MaximumMinimumParams {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    bool maximum;  // false: minimum
};

// `output` may be an input that is not repeated.
void maximum_minimum_s8(const MaximumMinimumParams& params, const int8_t* left, const int8_t* right,
                        int8_t* output);

}  // namespace neurio
