// Fully connected layer, int8: output = weights * input + bias for each row of the input.
#pragma once

#include <stdint.h>

namespace neurio {

struct FullyConnectedParams {
    int32_t rows;     // independent input vectors
    int32_t depth;    // elements of an input vector
    int32_t outputs;  // elements of an output vector
    int32_t input_offset;
    int32_t filter_offset;  // minus the weights' zero point
    int32_t output_offset;
    int32_t activation_min;
    int32_t activation_max;
    int32_t requantisation_step;  // 1: a multiplier for each output; 0: one for all
    const int8_t* weights;        // [outputs][depth]
    const int32_t* bias;          // [outputs], may be null
    const int32_t* multipliers;   // [outputs] or [1]
    const int32_t* shifts;        // [outputs] or [1]
};

// input: [rows][depth]; output: [rows][outputs].
void fully_connected_s8(const FullyConnectedParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
