// 1x1 convolution with stride 1, and fully connected layers: the same filters for every pixel.
#pragma once

#include <stdint.h>

#include "kernels/dsp/filter_bank.h"

namespace neurio {

struct Conv1x1Params {
    FilterBank bank;
    int32_t pixels;  // 1 for a fully connected layer of one row
};

// input: [pixels][4 * bank.quads]; output: [pixels][bank.filters]; they do not overlap.
// scratch: 24 * bank.quads bytes, 8 * bank.quads if there are fewer than three pixels.
//
// Blocks of 2 filters x 3 pixels, the rest 2 x 1. Measured, instructions a MAC: 0.83 for 64
// channels to 64, 0.98 for one pixel of 128 channels.
void conv_1x1_s8(const Conv1x1Params& params, const int8_t* input, int8_t* output, int8_t* scratch);

}  // namespace neurio
