// Element-wise maximum or minimum of two int16 tensors, either repeated along axes.
#pragma once

#include "kernels/generic/maximum_minimum.h"

namespace neurio {

// `output` may be an input that is not repeated.
void maximum_minimum_s16(const MaximumMinimumParams& params, const int16_t* left,
                         const int16_t* right, int16_t* output);

}  // namespace neurio
