// 2-D convolution of an image whose pixels are not whole words, such as RGB or one channel: mostly
// a network's first layer. One group, no dilation along x.
#pragma once

#include <stdint.h>

#include "kernels/dsp/filter_bank.h"
#include "kernels/dsp/patches.h"

namespace neurio {

struct Conv2dStripParams {
    FilterBank bank;  // a filter's weights in the order [y][x][input channel]
    Patches patches;
    int32_t output_height;
    int32_t output_width;
    int32_t strip_row_bytes;  // ((output_width - 1) * stride_width + window_width) * channels
};

// input: the image, [height][width][channels]; output: [output_height][output_width][filters]; they
// do not overlap. scratch: 36 * bank.quads + 4 bytes for three columns, widened and as gathered,
// and window_height * strip_row_bytes + 4.
//
// Blocks of 2 filters x 3 pixels, the rest 2 x 1 (filter_pairs.h). The rows under a row of windows
// are copied once, with borders; each patch then is window_height short copies, unaligned words
// that overlap. Measured, instructions a MAC, all included: 3x3 of RGB to 16 filters 1.28, to 8
// filters with stride 2 1.62; 10x4 of one channel to 64 filters 1.01.
void conv_2d_strip_s8(const Conv2dStripParams& params, const int8_t* input, int8_t* output,
                      int8_t* scratch);

}  // namespace neurio
