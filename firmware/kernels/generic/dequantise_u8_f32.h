// uint8 codes to float32.
#pragma once

#include <stdint.h>

namespace neurio {

struct DequantiseU8Params {
    int32_t elements;
    float scale;
    int32_t zero_point;
};

// real = scale * (code - zero_point).
void dequantise_u8_f32(const DequantiseU8Params& params, const uint8_t* input, float* output);

}  // namespace neurio
