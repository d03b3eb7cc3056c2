// Depthwise 2-D convolution, int8, on x86-64: 16 channels at a time, on a copy of the image with
// its padding.
#pragma once

#include <stdint.h>

namespace neurio {

struct X86DepthwiseConv2dParams {
    int32_t input_height;
    int32_t input_width;
    int32_t channels;
    int32_t output_height;
    int32_t output_width;
    int32_t kernel_height;
    int32_t kernel_width;
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_height;
    int32_t dilation_width;
    int32_t pad_top;
    int32_t pad_left;
    int32_t padded_height;
    int32_t padded_width;
    int32_t input_zero_point;
    int32_t output_offset;
    int32_t activation_min;
    int32_t activation_max;
    // Channels are filled up with zeros to blocks of 16. The biases are those of codes.
    const int8_t* weights;  // [block][kernel_height][kernel_width][16]
    const int32_t* bias;    // [block][16]
    const int32_t* multipliers;
    const int32_t* exponents;  // as X86Conv2dParams has them
};

// scratch: padded_height * padded_width * channels bytes, and 16 more.
void x86_depthwise_conv_2d_s8(const X86DepthwiseConv2dParams& params, const int8_t* input,
                              int8_t* output, int8_t* scratch);

}  // namespace neurio
