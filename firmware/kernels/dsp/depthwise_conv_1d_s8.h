// Depthwise convolution along one axis, stride 1, int8, with the DSP extension.
//
// Blocking: four channels of a line. First every two neighbours of the line become four pairs of
// int16, a plane a channel, in scratch memory: 14 instructions for two positions.
//
// Then a loop computes eight outputs of a channel at a time, with their sums in registers. Each
// pair is loaded once for four taps: an output that begins with a pair takes an SMLAD for two
// taps, one that begins in the middle of a pair too, with weights of its own, and an SMLATB and an
// SMLABT at the ends. So 5 taps of 8 outputs, 40 MACs, take 24 multiplications; all in all 81
// instructions, 97 where the output's zero point is not -128, and about 25 less where weights are
// fewer.
#pragma once

#include <stdint.h>

namespace neurio {

struct DepthwiseConv1dParams {
    int32_t channels;   // at least 4
    int32_t two_sided;  // 1: outputs below the zero point are codes too, ties there round down
    int32_t lines;
    int32_t line_input_step;  // bytes from one line to the next
    int32_t line_output_step;
    int32_t length;      // positions of an input line
    int32_t input_step;  // bytes from one position to the next
    int32_t outputs;     // positions of an output line
    int32_t output_step;
    int32_t pad;
    int32_t fours;  // of the taps, the first ones
    int32_t rest;   // taps behind them: 0, 2, 3 or 5
    int32_t input_zero_point;
    // Per channel eight words: weights w0.. of the rest as pairs, the first in the lower half (two:
    // (w0, w1); three: (w0, w1) and (w1, w2); five: (w0, w1), (w2, w3), (w1, w2) and (w3, w4));
    // bias, multiplier, addend, and what a negative accumulator loses. Then, for each four taps,
    // (w0, w1), (w2, w3) and (w1, w2).
    const uint32_t* filters;
};

// input: [lines][length][channels] or [length][lines][channels], by the steps; output likewise;
// they do not overlap. scratch is 4-byte aligned: 64 bytes for each eight outputs, rounded up, 32
// for each four taps and 32 more.
void depthwise_conv_1d_s8(const DepthwiseConv1dParams& params, const int8_t* input, int8_t* output,
                          int8_t* scratch);

}  // namespace neurio
