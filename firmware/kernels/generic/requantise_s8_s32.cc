#include "kernels/generic/requantise_s8_s32.h"

#include "kernels/common/requantise.h"

namespace neurio {

void requantise_s8_s32(const RequantiseS8S32Params& params, const int8_t* input, int32_t* output) {
    const RequantiseS8S32Params p = params;
    for (int32_t i = 0; i < p.elements; ++i) {
        const int32_t scaled =
            multiply_by_quantised(input[i] + p.input_offset, p.multiplier, p.shift);
        output[i] = add_offset(scaled, p.output_offset);
    }
}

}  // namespace neurio
