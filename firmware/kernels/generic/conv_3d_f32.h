// 3-D convolution, float32. The order of summation is the firmware's own: results differ from
// other implementations by rounding.
#pragma once

#include <stdint.h>

namespace neurio {

struct Conv3dParams {
    int32_t input_shape[3];  // depth, height, width
    int32_t input_channels;
    int32_t output_shape[3];
    int32_t output_channels;
    int32_t kernel_shape[3];
    int32_t strides[3];
    int32_t dilations[3];
    int32_t pads[3];  // positions before the first element
    float activation_min;
    float activation_max;
    const float* weights;  // [depth][height][width][input_channels][output_channels]
    const float* bias;     // [output_channels]
};

// input: [depth][height][width][input_channels]; output likewise.
void conv_3d_f32(const Conv3dParams& params, const float* input, float* output);

}  // namespace neurio
