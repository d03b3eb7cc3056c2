// 2-D convolution, float32, with MVE.
#pragma once

#include "kernels/generic/conv_2d_f32.h"

namespace neurio {

// As conv_2d_f32, but rounded once a product.
void mve_conv_2d_f32(const Conv2dF32Params& params, const float* input, float* output);

}  // namespace neurio
