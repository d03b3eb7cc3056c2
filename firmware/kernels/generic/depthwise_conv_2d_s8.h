// Depthwise 2-D convolution, int8: every output channel sees one input channel.
#pragma once

#include <stdint.h>

namespace neurio {

struct DepthwiseConv2dParams {
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
    int32_t input_offset;  // minus the input's zero point
    int32_t output_offset;
    int32_t activation_min;
    int32_t activation_max;
    const int8_t* weights;       // [kernel_height][kernel_width][input_channels * depth_multiplier]
    const int32_t* bias;         // [output channels]
    const int32_t* multipliers;  // [output channels]
    const int32_t* shifts;       // [output channels]
};

// input: [input_height][input_width][input_channels]; output likewise, with all output channels.
void depthwise_conv_2d_s8(const DepthwiseConv2dParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
