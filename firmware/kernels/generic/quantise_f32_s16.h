// float32 to int16 codes.
#pragma once

#include "kernels/generic/quantise.h"

namespace neurio {

// code = round(real / scale) + zero_point, ties away from zero, saturated.
void quantise_f32_s16(const QuantiseParams& params, const float* input, int16_t* output);

}  // namespace neurio
