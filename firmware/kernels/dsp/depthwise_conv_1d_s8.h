// Depthwise convolution along one axis, stride 1, int8, with the DSP extension.
//
// Blocking: four channels of a line. First every two neighbours of the line become four pairs of
// int16, in scratch memory, once (11 instructions a position); the pairs that begin at even
// positions lie behind each other, so do those at odd ones. An output then is a run through
// consecutive pairs, two LDM and four SMLAD for 8 MACs, unrolled: 0.75 instructions a MAC, and 26
// for bias, requantisation and the word of four codes (37 where the output's zero point is not
// -128).
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
    int32_t tap_pairs;  // half the taps, rounded up; at most 16
    int32_t input_zero_point;
    // Per group of four channels, the last one ending with the last channel: four biases; per pair
    // of taps four words of weights (first, second); where two_sided, what four negative sums
    // lose; four times multiplier and addend.
    const uint32_t* filters;
    int32_t filter_words;  // per group
};

// input: [lines][length][channels] or [length][lines][channels], by the steps; output likewise;
// they do not overlap. scratch is 4-byte aligned: 16 bytes a position, for outputs + 2 * tap_pairs
// positions.
void depthwise_conv_1d_s8(const DepthwiseConv1dParams& params, const int8_t* input, int8_t* output,
                          int8_t* scratch);

}  // namespace neurio
