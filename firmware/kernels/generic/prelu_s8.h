// Parametric ReLU, int8: negative inputs times a slope that may be repeated along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct PreluParams {
    int32_t shape[kWalkAxes];  // of the output
    int32_t input_strides[kWalkAxes];
    int32_t slope_strides[kWalkAxes];
    int32_t input_offset;  // minus the zero point
    int32_t slope_offset;
    int32_t output_offset;
    int32_t positive_multiplier;
    int32_t positive_shift;
    int32_t negative_multiplier;
    int32_t negative_shift;
};

// `output` may be `input` where that is not repeated.
void prelu_s8(const PreluParams& params, const int8_t* input, const int8_t* slope, int8_t* output);

}  // namespace neurio
