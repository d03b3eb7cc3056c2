// Average pooling, int8, with MVE: the mean of the positions inside the image, rounded half away
// from zero.
//
// Blocking: eight channels by a window, summed in 16 bits. The sum is divided by a multiplication
// with the reciprocal, which is exact here. About 0.8 instructions an element of the input.
#pragma once

#include "kernels/generic/pool_2d.h"

namespace neurio {

// Windows of at most 255 positions. input: [input_height][input_width][channels]; output likewise.
void mve_average_pool_2d_s8(const Pool2dParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
