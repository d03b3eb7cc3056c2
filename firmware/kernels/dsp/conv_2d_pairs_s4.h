// 2-D convolution, int8 activations, weights of four bits: two products at once.
#pragma once

#include "kernels/generic/conv_2d_s4.h"

namespace neurio {

// As conv_2d_s4, with a length that is a multiple of 8. Of eight weights w0 to w7, the bytes of a
// word hold w0 and w4, w2 and w6, w1 and w5, w3 and w7, the first in the low half.
void conv_2d_pairs_s4(const Conv2dS4Params& params, const int8_t* input, int8_t* output,
                      int8_t* scratch);

}  // namespace neurio
