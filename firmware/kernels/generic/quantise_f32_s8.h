// float32 to int8 codes.
#pragma once

#include "kernels/generic/quantise.h"

namespace neurio {

// code = round(real / scale) + zero_point, ties away from zero, saturated.
void quantise_f32_s8(const QuantiseParams& params, const float* input, int8_t* output);

}  // namespace neurio
