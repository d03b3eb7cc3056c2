// `conv_2d_s8` on scalar RISC-V cores: the windows of four places become rows, and each load of a
// weight serves all of them.
#pragma once

#include "kernels/generic/conv_2d_s8.h"

namespace neurio {

// Weights and biases as filter_blocks.h has them, group after group. scratch: four windows of
// kernel_height * kernel_width * input_channels / groups bytes; none where a window is one pixel.
void rv32_conv_2d_s8(const Conv2dParams& params, const int8_t* input, int8_t* output,
                     int8_t* scratch = nullptr);

}  // namespace neurio
