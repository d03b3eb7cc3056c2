// Transposed 2-D convolution, float32.
#pragma once

#include <stdint.h>

namespace neurio {

struct TransposeConvF32Params {
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels;
    int32_t output_height;
    int32_t output_width;
    int32_t output_channels;
    int32_t kernel_height;
    int32_t kernel_width;
    int32_t stride_height;
    int32_t stride_width;
    int32_t pad_top;
    int32_t pad_left;
    float activation_min;
    float activation_max;
    // By blocks of filters (kernels/common/float_products.h):
    // [kernel_height][kernel_width][input_channels][block]
    const float* weights;
    const float* bias;  // [output_channels]
};

// input: [input_height][input_width][input_channels]; output likewise. They do not overlap.
void transpose_conv_f32(const TransposeConvF32Params& params, const float* input, float* output);

}  // namespace neurio
