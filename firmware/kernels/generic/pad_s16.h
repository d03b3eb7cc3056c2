// Constant padding of up to five axes, int16.
#pragma once

#include "kernels/generic/pad.h"

namespace neurio {

// input: input_shape; output: input_shape + before + after along each axis.
void pad_s16(const PadParams& params, const int16_t* input, int16_t* output);

}  // namespace neurio
