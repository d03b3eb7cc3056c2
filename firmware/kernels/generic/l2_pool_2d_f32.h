// Average pooling, float32.
#pragma once

#include "kernels/generic/pool_2d_f32.h"

namespace neurio {

// input: [input_height][input_width][channels]; output likewise.
void l2_pool_2d_f32(const Pool2dF32Params& params, const float* input, float* output);

}  // namespace neurio
