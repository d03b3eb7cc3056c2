// 2-D convolution, int8 activations, weights of four bits.
#pragma once

#include <stdint.h>

#include "kernels/generic/conv_2d_s8.h"

namespace neurio {

struct Conv2dS4Params {
    Conv2dParams layer;  // its weights are null
    int32_t length;      // of a filter, with zeros behind its weights: a multiple of 2
    const uint8_t*
        packed;  // [output_channels][length / 2]: two codes in a byte, the low half first
};

// input: [input_height][input_width][input_channels]; output likewise. They do not
// overlap. scratch: 2 * length bytes.
void conv_2d_s4(const Conv2dS4Params& params, const int8_t* input, int8_t* output, int8_t* scratch);

}  // namespace neurio
