// 1x1 convolution with stride 1, and fully connected layers: the same filters for every pixel.
#pragma once

#include <stdint.h>

#include "kernels/dsp/filter_bank.h"

namespace neurio {

struct Conv1x1Params {
    FilterBank bank;
    int32_t pixels;  // or rows
};

// input: [pixels][4 * bank.quads]; output: [pixels][bank.filters]; they do not overlap.
// scratch: 24 * bank.quads bytes, 8 * bank.quads if there are fewer than three pixels.
//
// Blocks of 2 filters x 3 pixels, the rest 2 x 1 (filter_pairs.h). Measured, instructions a MAC,
// all included: 0.84 for 64 channels to 64, 0.78 for 128 to 128, 1.8 for 8 to 16. dense_row_s8 is
// for one pixel.
void conv_1x1_s8(const Conv1x1Params& params, const int8_t* input, int8_t* output, int8_t* scratch);

}  // namespace neurio
