// 2-D convolution of windows three columns wide, int8, with MVE: each vector of the image is
// loaded once for all windows of a row that it is in.
//
// A strip of the image is copied into scratch as planes of 16 elements each: [plane][row][column],
// padding filled with the input's zero point. Where channels fill vectors, a plane has 16 of them
// and every input row once. Else the elements of a column that a window sees, its rows one after
// the other, are cut into planes, so that few lanes are empty. Then every pair of filters passes
// over the strip once for each plane and row of taps, as mve_sliding_products_s8 says.
//
// Instructions per MAC: 0.089 (0.096 with stride 2), and about 2 an output; 4 to 6 for every
// piece of up to 16 elements that is copied.
#pragma once

#include <stdint.h>

#include "kernels/mve/mve_sliding_products_s8.h"

namespace neurio {

// At least four windows a row, two filters and two passes; the range of int8.
struct MveSlidingParams {
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels;
    int32_t output_height;
    int32_t output_width;
    int32_t filters;
    int32_t stride_height;
    int32_t stride_width;
    int32_t pad_top;
    int32_t pad_left;
    int32_t columns;     // that the windows of a row reach, padding included
    int32_t strip_rows;  // rows of output of a strip, at most
    int32_t planes;
    int32_t plane_rows;   // of a strip
    int32_t stacked;      // input rows that a row of the planes holds: 1 or kernel_height
    int32_t passes;       // over each plane: kernel_height or 1
    int32_t row_step;     // input rows from a row of the planes to the next: 1 or stride_height
    int32_t window_step;  // rows of the planes from a row of windows to the next: the other one
    int32_t input_zero_point;
    int32_t strip_bytes;  // of the planes
    MveSlidingProducts first;
    MveSlidingProducts next;
    MveSlidingProducts last;
    // Pairs of filters, the last one overlapping the one before where their number is odd, as
    // words, 16-byte aligned: biases, four times each; int8_t weights[planes][passes][3
    // taps][2 filters][16]; multipliers[2], shifts[2], output offset, 4 * filters, -1, 0.
    const uint32_t* packed;
};

// input: [input_height][input_width][input_channels]; output:
// [output_height][output_width][filters]; scratch: strip_bytes, then 8 bytes for every window of a
// strip, their number in a row rounded up to a multiple of 4.
void mve_conv_2d_sliding_s8(const MveSlidingParams& params, const int8_t* input, int8_t* output,
                            int8_t* scratch);

}  // namespace neurio
