// Fully connected layer, float32: output = weights * input + bias for each row of the input.
#pragma once

#include <stdint.h>

namespace neurio {

struct FullyConnectedF32Params {
    int32_t rows;
    int32_t depth;
    int32_t outputs;
    float activation_min;
    float activation_max;
    const float* weights;  // by blocks of filters (kernels/common/float_products.h): [depth][block]
    const float* bias;     // [outputs]
};

// input: [rows][depth], output: [rows][outputs].
void fully_connected_f32(const FullyConnectedF32Params& params, const float* input, float* output);

}  // namespace neurio
