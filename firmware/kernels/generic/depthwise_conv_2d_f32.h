// Depthwise 2-D convolution, float32: every output channel sees one input channel.
#pragma once

#include <stdint.h>

namespace neurio {

struct DepthwiseConv2dF32Params {
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
    float activation_min;
    float activation_max;
    const float* weights;  // [kernel_height][kernel_width][input_channels * depth_multiplier]
    const float* bias;     // [output channels]
};

// input: [input_height][input_width][input_channels]; output likewise, with all output channels.
void depthwise_conv_2d_f32(const DepthwiseConv2dF32Params& params, const float* input,
                           float* output);

}  // namespace neurio
