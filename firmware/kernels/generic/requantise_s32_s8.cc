#include "kernels/generic/requantise_s32_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {

void requantise_s32_s8(const RequantiseS32S8Params& params, const int32_t* input, int8_t* output) {
    const RequantiseS32S8Params p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        const int32_t scaled =
            multiply_by_quantised(add_offset(input[i], p.input_offset), p.multiplier, p.shift);
        const int32_t code = add_offset(scaled, p.output_offset);
        output[i] = static_cast<int8_t>(clamp(code, INT8_MIN, INT8_MAX));
    }
}

}  // namespace neurio
