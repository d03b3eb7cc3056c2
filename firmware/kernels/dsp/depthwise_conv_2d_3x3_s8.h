// Depthwise 3x3 convolution of stride 1 or 2, int8, with the DSP extension.
//
// Blocking: four channels by four output rows by the width of the image; two rows where fewer are
// left and for stride 2.
//
// First six input rows are transposed into four planes, one a channel: PKHBT and PKHTB on words of
// two rows, and two masks, give pairs of vertical neighbours as int16, each activation * 2^8; 40
// instructions for 24 activations. A column of a plane is three words P, Q, R: rows 0|1, 2|3, 4|5.
//
// Then a loop over the columns computes four outputs of a channel from nine words of its plane.
// With a column of weights as the pairs (w0, w1) and (w1, w2), an output takes one SMLAD and one
// SMLABT or SMLATB a column: 24 instructions for 36 MACs. The code ends up in the upper half of its
// sum (compiler/kernels/dsp/top_half.py): SMMLA, SSAT, STRB an output, two more where the output's
// zero point is not -128. In all 47 instructions for 36 MACs, 57 where two-sided; 29 and 35 for 18
// MACs where only two rows are computed.
//
// With the transposition, measured: 1.6 a MAC of a 48x48 image, 1.9 of a 25x5 one; 2.7 for stride
// 2, where each output needs four new activations.
//
// Rows beyond the image are read from a row of zero points in the scratch memory, columns beyond
// it are written into the planes once a call: no element is compared with a bound.
#pragma once

#include <stdint.h>

namespace neurio {

struct DepthwiseConv2d3x3Params {
    int32_t input_height;
    int32_t input_width;
    int32_t channels;       // at least 4
    int32_t output_height;  // at least 2
    int32_t output_width;
    int32_t pad_top;
    int32_t pad_left;
    int32_t stride;
    int32_t input_zero_point;
    int32_t two_sided;     // 1: outputs below the zero point are codes too, ties there round down
    int32_t column_pairs;  // 1: stride 2, two columns at a time, of an even output_width; more
                           // instructions, fewer cycles
    // Per channel: bias; (w0, w1) and (w1, w2) of the kernel's three columns, the first in the
    // lower half; multiplier; addend; and, only where two_sided, what a negative accumulator
    // loses.
    const uint32_t* filters;
};

// input: [input_height][input_width][channels]; output likewise; they do not overlap. scratch is
// 4-byte aligned: input_width * channels bytes, rounded up to 4, and 48 bytes a column that the
// windows touch.
void depthwise_conv_2d_3x3_s8(const DepthwiseConv2d3x3Params& params, const int8_t* input,
                              int8_t* output, int8_t* scratch);

}  // namespace neurio
