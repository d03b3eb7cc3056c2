// Squares of differences of two int16 tensors, either repeated along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct SquaredDifferenceS16Params {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    int32_t left_multiplier;  // to half of the larger scale
    int32_t left_shift;
    int32_t right_multiplier;
    int32_t right_shift;
    int32_t output_multiplier;
    int32_t output_shift;
};

// `output` may be an input that is not repeated.
void squared_difference_s16(const SquaredDifferenceS16Params& params, const int16_t* left,
                            const int16_t* right, int16_t* output);

}  // namespace neurio
