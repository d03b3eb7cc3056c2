// 2-D convolution, int8 activations and weights, one requantisation per output channel.
#pragma once

#include <stdint.h>

namespace neurio {

struct Conv2dParams {
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
    int32_t input_offset;  // minus the input's zero point
    int32_t output_offset;
    int32_t activation_min;
    int32_t activation_max;
    const int8_t*
        weights;          // [output_channels][kernel_height][kernel_width][input_channels / groups]
    const int32_t* bias;  // [output_channels]
    const int32_t* multipliers;  // [output_channels]
    const int32_t* shifts;       // [output_channels]
};

// input: [input_height][input_width][input_channels]; output likewise. They do not
// overlap. scratch: 2 * kernel_height * kernel_width * input_channels / groups bytes.
void conv_2d_s8(const Conv2dParams& params, const int8_t* input, int8_t* output, int8_t* scratch);

}  // namespace neurio
