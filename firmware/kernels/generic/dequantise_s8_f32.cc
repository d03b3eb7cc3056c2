#include "kernels/generic/dequantise_s8_f32.h"

namespace neurio {

void dequantise_s8_f32(const DequantiseParams& params, const int8_t* input, float* output) {
    const DequantiseParams p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        output[i] = p.scale * static_cast<float>(input[i] - p.zero_point);
    }
}

}  // namespace neurio
