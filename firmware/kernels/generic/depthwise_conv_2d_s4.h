// Depthwise 2-D convolution, int8 activations, weights of four bits.
#pragma once

#include <stdint.h>

#include "kernels/generic/depthwise_conv_2d_s8.h"

namespace neurio {

struct DepthwiseConv2dS4Params {
    DepthwiseConv2dParams layer;  // its weights are null
    int32_t taps;                 // kernel_height * kernel_width
    int32_t channels;             // of a tap
    const uint8_t* packed;        // [taps], each beginning with a byte
};

// scratch: taps * channels bytes, for the weights.
void depthwise_conv_2d_s4(const DepthwiseConv2dS4Params& params, const int8_t* input,
                          int8_t* output, int8_t* scratch);

}  // namespace neurio
