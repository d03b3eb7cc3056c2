// Depthwise 3x3 convolution of stride 1 whose output has a width of 5, 10, 15 ..., int8, with the
// DSP extension.
//
// Blocking: four channels by five output columns by the height of the image.
//
// First five columns and their neighbours become four planes, one a channel: PKHBT, PKHTB and masks
// give pairs of horizontal neighbours as int16, each activation * 2^8. A row of a plane is four
// words: columns 0|1, 2|3, 4|5 and 6.
//
// Then a loop slides down the plane of a channel. An output takes one SMLAD and one SMLABT or
// SMLATB for each of three rows: 30 instructions for 45 MACs. The code ends up in the upper half of
// its sum (compiler/kernels/dsp/top_half.py). In all 66 instructions and about 84 cycles for five
// outputs, 1.9 a MAC; 82 where two-sided.
#pragma once

#include <stdint.h>

namespace neurio {

struct DepthwiseConv2d3x3FivesParams {
    int32_t input_height;
    int32_t input_width;
    int32_t channels;  // at least 4
    int32_t output_height;
    int32_t output_width;  // a multiple of 5
    int32_t pad_top;
    int32_t pad_left;  // 0 or 1
    int32_t input_zero_point;
    int32_t two_sided;  // 1: outputs below the zero point are codes too, ties there round down
    // Per channel: (w0, w1) and (w1, w2) of the kernel's three rows, the first in the lower half;
    // bias; multiplier; addend; and what a negative accumulator loses.
    const uint32_t* filters;
};

// input: [input_height][input_width][channels]; output likewise; they do not overlap. scratch is
// 4-byte aligned: 64 bytes a row of the output and 128 more.
void depthwise_conv_2d_3x3_fives_s8(const DepthwiseConv2d3x3FivesParams& params,
                                    const int8_t* input, int8_t* output, int8_t* scratch);

}  // namespace neurio
