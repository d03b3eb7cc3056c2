// 2-D convolution, int8, with MVE: windows of an output row made contiguous, then dot products.
//
// The input rows that an output row sees are copied into scratch, interleaved by columns: all rows
// of column 0, all rows of column 1, ... Padding is filled with the input's zero point. In this
// order each window is one contiguous vector, and neighbours share columns, so that an input
// element is copied kernel_height / stride_height times in all, not once for each window it is in.
//
// Instructions: those of mve_dot_products_s8, plus about 6 for every 16 bytes that are copied.
#pragma once

#include <stdint.h>

#include "kernels/mve/mve_dot_narrow.h"
#include "kernels/mve/mve_dot_products_s8.h"

namespace neurio {

struct MveConv2dParams {
    MveFilterBank bank;  // weights ordered [kernel_width][kernel_height][input_channels]
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels;
    int32_t output_height;
    int32_t output_width;
    int32_t kernel_height;
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_height;
    int32_t pad_top;
    int32_t pad_left;
    int32_t columns;  // that the windows of a row reach, padding included
    int32_t input_zero_point;
    int32_t scratch_bytes;
};

// input: [input_height][input_width][input_channels]; output:
// [output_height][output_width][bank.filters]; scratch: columns * kernel_height * input_channels
// bytes, and what the last window's last vector of 16 reaches beyond.
void mve_conv_2d_s8(const MveConv2dParams& params, const int8_t* input, int8_t* output,
                    int8_t* scratch);

}  // namespace neurio
