// Sums of all elements up to each along an axis, int8.
#pragma once

#include <stdint.h>

namespace neurio {

struct CumsumParams {
    int32_t outer;   // what lies before the axis
    int32_t depth;   // elements along it
    int32_t inner;   // what lies behind it
    bool exclusive;  // whether an element is left out of its own sum
    bool reverse;    // whether sums begin at the end
    int32_t start;   // what a sum begins with
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t output_offset;
    const int32_t* scaled;  // [256], what an input of each code adds
};

void cumsum_s8(const CumsumParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
