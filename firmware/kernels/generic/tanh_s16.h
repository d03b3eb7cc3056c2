// Hyperbolic tangent of int16, interpolated between 256 values.
#pragma once

#include "kernels/generic/logistic_s16.h"

namespace neurio {

// Outputs have the scale 2^-15. `output` may be `input`.
void tanh_s16(const LogisticS16Params& params, const int16_t* input, int16_t* output);

}  // namespace neurio
