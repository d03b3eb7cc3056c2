// `depthwise_conv_2d_s8` on the RISC-V vector unit.
#pragma once

#include "kernels/generic/depthwise_conv_2d_s8.h"

namespace neurio {

void rvv_depthwise_conv_2d_s8(const DepthwiseConv2dParams& params, const int8_t* input,
                              int8_t* output);

}  // namespace neurio
