// Maximum pooling, int16: the largest of the positions inside the image.
#pragma once

#include "kernels/generic/pool_2d.h"

namespace neurio {

// input: [input_height][input_width][channels]; output likewise.
void max_pool_2d_s16(const Pool2dParams& params, const int16_t* input, int16_t* output);

}  // namespace neurio
