// 2-D convolution of any window, stride, dilation and padding, one group.
#pragma once

#include <stdint.h>

#include "kernels/dsp/filter_bank.h"
#include "kernels/dsp/patches.h"

namespace neurio {

struct Conv2dColumnsParams {
    FilterBank bank;  // a filter's weights in the order [y][x][input channel]
    Patches patches;
    int32_t output_height;
    int32_t output_width;
};

// input: the image, [height][width][channels]; output: [output_height][output_width][filters]; they
// do not overlap. scratch: 36 * bank.quads bytes: three columns, widened and as gathered.
//
// Blocks of 2 filters x 3 pixels, the rest 2 x 1 (filter_pairs.h). The patches of three pixels
// beside each other that touch no border are widened straight from the image where rows of the
// window are whole words, all others are gathered first. Measured, instructions a MAC, all
// included: 3x3 of 16 channels to 16: 0.87, 32 to 32: 0.80, 64 to 64: 0.76, 144 to 160: 0.74; 1x1
// with stride 2 of 32 channels to 64: 1.04.
void conv_2d_columns_s8(const Conv2dColumnsParams& params, const int8_t* input, int8_t* output,
                        int8_t* scratch);

}  // namespace neurio
