#include "kernels/generic/dequantise_s16_f32.h"

namespace neurio {

void dequantise_s16_f32(const DequantiseS16Params& params, const int16_t* input, float* output) {
    const DequantiseS16Params p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        output[i] = p.scale * static_cast<float>(input[i] - p.zero_point);
    }
}

}  // namespace neurio
