// Element-wise maximum or minimum of two int8 tensors, either repeated along axes.
#pragma once

#include "kernels/generic/maximum_minimum.h"

namespace neurio {

// `output` may be an input that is not repeated.
void maximum_minimum_s8(const MaximumMinimumParams& params, const int8_t* left, const int8_t* right,
                        int8_t* output);

}  // namespace neurio
