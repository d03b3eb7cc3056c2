// Parametric ReLU, int16.
#pragma once

#include "kernels/generic/prelu.h"

namespace neurio {

// `output` may be `input` where that is not repeated.
void prelu_s16(const PreluParams& params, const int16_t* input, const int8_t* slope,
               int16_t* output);

}  // namespace neurio
