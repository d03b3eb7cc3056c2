// Constant padding of up to five axes, int8.
#pragma once

#include "kernels/generic/pad.h"

namespace neurio {

// input: input_shape; output: input_shape + before + after along each axis.
void pad_s8(const PadParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
