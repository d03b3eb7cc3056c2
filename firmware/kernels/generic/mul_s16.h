// Element-wise product of two int16 tensors, either repeated along axes.
#pragma once

#include "kernels/generic/mul.h"

namespace neurio {

// `output` may be an input that is not repeated.
void mul_s16(const MulParams& params, const int16_t* left, const int16_t* right, int16_t* output);

}  // namespace neurio
