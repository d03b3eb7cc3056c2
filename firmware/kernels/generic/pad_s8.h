// Constant padding of up to four axes, int8.
#pragma once

#include <stdint.h>

namespace neurio {

struct PadParams {
    int32_t input_shape[4];  // outermost axis first
    int32_t before[4];
    int32_t after[4];
    int32_t value;
};

// input: input_shape; output: input_shape + before + after along each axis.
void pad_s8(const PadParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
