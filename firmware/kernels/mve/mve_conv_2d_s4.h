// 2-D convolution, int8 activations, weights of four bits: sixteen products at once.
#pragma once

#include "kernels/generic/conv_2d_s4.h"

namespace neurio {

// As conv_2d_s4, with a length that is a multiple of 32, and biases that hold what the input's zero
// point adds. Of 32 weights, byte i of sixteen holds weight i and weight i + 16, the first in the
// low half. scratch: `length` bytes.
void mve_conv_2d_s4(const Conv2dS4Params& params, const int8_t* input, int8_t* output,
                    int8_t* scratch);

}  // namespace neurio
