// Where along an axis the largest or smallest int8 code is; the first of equals.
#pragma once

#include <stdint.h>

namespace neurio {

struct ArgMaxParams {
    int32_t outer;  // elements of all axes before
    int32_t size;   // of the axis
    int32_t inner;  // elements of all axes behind
    int32_t sign;   // 1: the largest; -1: the smallest
};

// input: [outer][size][inner]; output: [outer][inner], positions along the axis.
void arg_max_s8(const ArgMaxParams& params, const int8_t* input, int32_t* output);

}  // namespace neurio
