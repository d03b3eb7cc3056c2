// Depthwise 2-D convolution, int16 with int8 weights: every output channel sees one input channel.
#pragma once

#include <stdint.h>

namespace neurio {

struct DepthwiseConv2dS16Params {
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels;
    int32_t output_height;
    int32_t output_width;
    int32_t depth_multiplier;  // output channels per input channel
    int32_t kernel_height;
    int32_t kernel_width;
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_height;
    int32_t dilation_width;
    int32_t pad_top;
    int32_t pad_left;
    int32_t activation_min;
    int32_t activation_max;
    const int8_t* weights;       // [kernel_height][kernel_width][input_channels * depth_multiplier]
    const int64_t* bias;         // [output channels]
    const int32_t* multipliers;  // [output channels]
    const int32_t* shifts;       // [output channels]
};

// input: [input_height][input_width][input_channels]; output likewise, with all output channels.
void depthwise_conv_2d_s16(const DepthwiseConv2dS16Params& params, const int16_t* input,
                           int16_t* output);

}  // namespace neurio
