#include "kernels/generic/dequantise_u8_f32.h"

namespace neurio {

void dequantise_u8_f32(const DequantiseU8Params& params, const uint8_t* input, float* output) {
    const DequantiseU8Params p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        output[i] = p.scale * static_cast<float>(input[i] - p.zero_point);
    }
}

}  // namespace neurio
