// Depthwise 2-D convolution, float32, with MVE.
#pragma once

#include "kernels/generic/depthwise_conv_2d_f32.h"

namespace neurio {

// As depthwise_conv_2d_f32, but rounded once a product.
void mve_depthwise_conv_2d_f32(const DepthwiseConv2dF32Params& params, const float* input,
                               float* output);

}  // namespace neurio
