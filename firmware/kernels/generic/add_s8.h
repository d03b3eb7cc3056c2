// Element-wise sum of two int8 tensors of one shape.
#pragma once

#include <stdint.h>

namespace neurio {

struct AddParams {
    int32_t elements;
    int32_t output_offset;
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t activation_min;
    int32_t activation_max;
    // What an input code adds to the sum, already scaled: [256], indexed by code + 128.
    const int32_t* scaled_left;
    const int32_t* scaled_right;
};

// `output` may be `left` or `right`.
void add_s8(const AddParams& params, const int8_t* left, const int8_t* right, int8_t* output);

}  // namespace neurio
