// `depthwise_conv_2d_s8` on scalar RISC-V cores: the sums of four channels stay in registers while
// the window's taps pass.
#pragma once

#include "kernels/generic/depthwise_conv_2d_s8.h"

namespace neurio {

// depth_multiplier is 1.
void rv32_depthwise_conv_2d_s8(const DepthwiseConv2dParams& params, const int8_t* input,
                               int8_t* output);

}  // namespace neurio
