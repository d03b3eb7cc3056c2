// Softmax over the innermost axis, int8 to int8.
#pragma once

#include <stdint.h>

namespace neurio {

struct SoftmaxParams {
    int32_t rows;
    int32_t depth;
    // exp(-beta * scale * d) in Q0.31 for a distance d = maximum - code: [256]. Distances so large
    // that the result is 0 whatever the sum hold 0.
    const int32_t* exponentials;
};

// input, output: [rows][depth]. `output` may be `input`.
void softmax_s8(const SoftmaxParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
