// Element-wise product of two int8 tensors, either repeated along axes.
#pragma once

#include "kernels/generic/mul.h"

namespace neurio {

// `output` may be an input that is not repeated.
void mul_s8(const MulParams& params, const int8_t* left, const int8_t* right, int8_t* output);

}  // namespace neurio
