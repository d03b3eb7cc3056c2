// Maximum pooling, int8, with MVE: the largest of the positions inside the image. Blocking: 16
// channels by a window, about 0.5 instructions an element of the input.
#pragma once

#include "kernels/generic/pool_2d.h"

namespace neurio {

// input: [input_height][input_width][channels]; output likewise.
void mve_max_pool_2d_s8(const Pool2dParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
