#include "kernels/generic/rescale_s16.h"

#include "kernels/common/requantise.h"

namespace neurio {

void rescale_s16(const RescaleS16Params& params, const int16_t* input, int16_t* output) {
    const RescaleS16Params p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        const int32_t x = input[i];
        const int32_t code =
            x >= 0 ? multiply_by_quantised(x, p.positive_multiplier, p.positive_shift)
                   : multiply_by_quantised(x, p.negative_multiplier, p.negative_shift);
        output[i] = static_cast<int16_t>(clamp(code, p.activation_min, p.activation_max));
    }
}

}  // namespace neurio
