// Fully connected layer, int16 with int8 weights: output = weights * input + bias for each row of
// the input.
#pragma once

#include <stdint.h>

namespace neurio {

struct FullyConnectedS16Params {
    int32_t rows;     // independent input vectors
    int32_t depth;    // elements of an input vector
    int32_t outputs;  // elements of an output vector
    int32_t activation_min;
    int32_t activation_max;
    int32_t requantisation_step;  // 1: a multiplier for each output; 0: one for all
    const int8_t* weights;        // [outputs][depth]
    const int64_t* bias;          // [outputs], may be null
    const int32_t* multipliers;   // [outputs] or [1]
    const int32_t* shifts;        // [outputs] or [1]
};

// input: [rows][depth]; output: [rows][outputs].
void fully_connected_s16(const FullyConnectedS16Params& params, const int16_t* input,
                         int16_t* output);

}  // namespace neurio
