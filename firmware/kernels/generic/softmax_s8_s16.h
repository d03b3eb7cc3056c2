// Softmax over the innermost axis, int8 to int16.
#pragma once

#include "kernels/generic/softmax_s8.h"

namespace neurio {

// The scale of `output` is 1/65536 and its zero point -32768.
void softmax_s8_s16(const SoftmaxParams& params, const int8_t* input, int16_t* output);

}  // namespace neurio
