#include "kernels/generic/absolute_s16.h"

#include "kernels/common/requantise.h"

namespace neurio {

void absolute_s16(const AbsoluteS16Params& params, const int16_t* input, int16_t* output) {
    const AbsoluteS16Params p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        const int32_t magnitude = input[i] < 0 ? -input[i] : input[i];
        const int32_t code = multiply_by_quantised(magnitude, p.multiplier, p.shift);
        output[i] = static_cast<int16_t>(clamp(code, INT16_MIN, INT16_MAX));
    }
}

}  // namespace neurio
