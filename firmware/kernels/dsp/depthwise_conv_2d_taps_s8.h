// Depthwise convolution with any kernel, stride and dilation, int8, with the DSP extension.
//
// Blocking: four channels of one output at a time. Two taps make four pairs of int16 by PKHBT,
// PKHTB and four masks, which four SMLAD multiply with pairs of weights: 17 instructions for 8
// MACs, 2.1 a MAC, and 24 for the bias, requantisation and the word of four codes (35 where the
// output's zero point is not -128).
//
// A tap is a byte offset from the first one. Without padding the taps lie in the input itself;
// with padding the rows that a line of outputs needs are copied to the scratch memory first, four
// channels wide, with zero points around them. No element is compared with a bound.
#pragma once

#include <stdint.h>

namespace neurio {

struct DepthwiseConv2dTapsParams {
    int32_t input_height;
    int32_t input_width;
    int32_t channels;   // at least 4
    int32_t two_sided;  // 1: outputs below the zero point are codes too, ties there round down
    // Outputs as lines of pixels: how many, and bytes from one to the next.
    int32_t lines;
    int32_t line_input_step;
    int32_t line_output_step;
    int32_t pixels;
    int32_t pixel_input_step;  // within the copied rows, where there are any
    int32_t pixel_output_step;
    // The rows that are copied for a line; no rows: the taps lie in the input.
    int32_t rows;
    int32_t columns;
    int32_t columns_inside;  // that the input covers
    int32_t pad_top;
    int32_t pad_left;
    int32_t stride_height;
    int32_t dilation_height;
    int32_t input_zero_point;
    const int32_t* taps;  // pairs of offsets, two INT32_MIN behind the last
    // Per group of four channels, the last one ending with the last channel: four biases; per pair
    // of taps four words of weights (first, second); where two_sided, what four negative
    // accumulators lose; four times multiplier and addend.
    const uint32_t* filters;
    int32_t filter_words;  // per group
};

// input: [input_height][input_width][channels]; output likewise; they do not overlap. scratch is
// 4-byte aligned: 4 * rows * columns bytes.
void depthwise_conv_2d_taps_s8(const DepthwiseConv2dTapsParams& params, const int8_t* input,
                               int8_t* output, int8_t* scratch);

// As above, without copied rows.
void depthwise_conv_2d_taps_s8(const DepthwiseConv2dTapsParams& params, const int8_t* input,
                               int8_t* output);

}  // namespace neurio
