// 2-D convolution, int16 activations, int8 weights, one requantisation per output channel.
#pragma once

#include <stdint.h>

namespace neurio {

struct Conv2dS16Params {
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels;
    int32_t output_height;
    int32_t output_width;
    int32_t output_channels;
    int32_t kernel_height;
    int32_t kernel_width;
    int32_t groups;  // input and output channels are split into this many independent groups
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_height;
    int32_t dilation_width;
    int32_t pad_top;
    int32_t pad_left;
    int32_t activation_min;
    int32_t activation_max;
    const int8_t*
        weights;          // [output_channels][kernel_height][kernel_width][input_channels / groups]
    const int64_t* bias;  // [output_channels]
    const int32_t* multipliers;  // [output_channels], of 15 bits
    const int32_t* shifts;       // [output_channels]
};

// input: [input_height][input_width][input_channels]; output likewise. They do not overlap.
void conv_2d_s16(const Conv2dS16Params& params, const int16_t* input, int16_t* output);

}  // namespace neurio
