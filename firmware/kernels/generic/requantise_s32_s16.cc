#include "kernels/generic/requantise_s32_s16.h"

#include "kernels/common/requantise.h"

namespace neurio {

void requantise_s32_s16(const RequantiseS32S16Params& params, const int32_t* input,
                        int16_t* output) {
    const RequantiseS32S16Params p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        const int32_t scaled =
            multiply_by_quantised(add_offset(input[i], p.input_offset), p.multiplier, p.shift);
        const int32_t code = add_offset(scaled, p.output_offset);
        output[i] = static_cast<int16_t>(clamp(code, INT16_MIN, INT16_MAX));
    }
}

}  // namespace neurio
