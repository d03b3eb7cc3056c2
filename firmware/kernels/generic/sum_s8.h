// Sums or means of int8 elements along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct SumParams {
    int32_t kept_shape[kWalkAxes];  // of the output
    int32_t kept_strides[kWalkAxes];
    int32_t reduced_shape[kWalkAxes];  // of the elements that become one
    int32_t reduced_strides[kWalkAxes];
    int32_t input_offset;  // minus the input's zero point, times the number of elements
    int32_t output_offset;
    int32_t output_multiplier;
    int32_t output_shift;
};

void sum_s8(const SumParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
