// Softmax over the innermost axis, int16 to int16, with exponentials and reciprocals from tables.
#pragma once

#include <stdint.h>

namespace neurio {

struct SoftmaxS16Params {
    int32_t rows;
    int32_t depth;
    int32_t multiplier;  // distances from the maximum become steps of 10 / 65,535
    int32_t shift;
    const int16_t* exponentials;  // [513], exp(-10..0) in Q0.15
    const int16_t* reciprocals;   // [513], 1 / (1 + (0..1)) in Q0.15
};

// input, output: [rows][depth]; outputs have the scale 2^-15. They do not overlap.
void softmax_s16(const SoftmaxS16Params& params, const int16_t* input, int16_t* output);

}  // namespace neurio
