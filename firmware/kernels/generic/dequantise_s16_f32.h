// int16 codes to float32.
#pragma once

#include <stdint.h>

namespace neurio {

struct DequantiseS16Params {
    int32_t elements;
    float scale;
    int32_t zero_point;
};

// real = scale * (code - zero_point).
void dequantise_s16_f32(const DequantiseS16Params& params, const int16_t* input, float* output);

}  // namespace neurio
