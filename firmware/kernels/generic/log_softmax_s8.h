// Logarithm of the softmax of rows, int8.
#pragma once

#include <stdint.h>

namespace neurio {

struct LogSoftmaxParams {
    int32_t rows;
    int32_t depth;
    int32_t smallest_difference;  // what is as far or farther below the largest code gets -128
    int32_t reverse_multiplier;   // from Q5.26 to codes of the input
    int32_t reverse_shift;
    const int32_t* exponentials;  // [256], Q12.19, by the distance from the largest code of a row
    const int32_t* differences;   // [256], Q5.26, minus that distance as a real number
};

// The scale of `output` is 1/16 and its zero point 127. `output` may be `input`.
void log_softmax_s8(const LogSoftmaxParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
