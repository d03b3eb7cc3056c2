// Arithmetic on two int32 tensors that are not quantised, either repeated along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/arithmetic.h"
#include "kernels/common/walk.h"

namespace neurio {

struct ArithmeticS32Params {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    Arithmetic operation;
    int32_t activation_min;
    int32_t activation_max;
};

// Results are modulo 2^32; a quotient is rounded towards zero, that of zero is 0. `output` may be
// an input that is not repeated.
void arithmetic_s32(const ArithmeticS32Params& params, const int32_t* left, const int32_t* right,
                    int32_t* output);

}  // namespace neurio
