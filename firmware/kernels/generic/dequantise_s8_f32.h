// int8 codes to float32.
#pragma once

#include <stdint.h>

namespace neurio {

struct DequantiseParams {
    int32_t elements;
    float scale;
    int32_t zero_point;
};

// real = scale * (code - zero_point).
void dequantise_s8_f32(const DequantiseParams& params, const int8_t* input, float* output);

}  // namespace neurio
