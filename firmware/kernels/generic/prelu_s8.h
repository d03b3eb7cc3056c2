// Parametric ReLU, int8.
#pragma once

#include "kernels/generic/prelu.h"

namespace neurio {

// `output` may be `input` where that is not repeated.
void prelu_s8(const PreluParams& params, const int8_t* input, const int8_t* slope, int8_t* output);

}  // namespace neurio
