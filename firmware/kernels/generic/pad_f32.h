// Constant padding of up to five axes, float32.
#pragma once

#include "kernels/generic/pad.h"

namespace neurio {

// input: input_shape; output: input_shape + before + after along each axis.
void pad_f32(const PadF32Params& params, const float* input, float* output);

}  // namespace neurio
