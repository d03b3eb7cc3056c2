#include "kernels/generic/arg_max_s8.h"

namespace neurio {

void arg_max_s8(const ArgMaxParams& params, const int8_t* input, int32_t* output) {
    const ArgMaxParams p = params;
    for (int32_t outer = 0; outer < p.outer; ++outer) {
        for (int32_t inner = 0; inner < p.inner; ++inner) {
            int32_t best = 0;
            for (int32_t i = 1; i < p.size; ++i) {
                if (p.sign * input[i * p.inner + inner] > p.sign * input[best * p.inner + inner]) {
                    best = i;
                }
            }
            *output++ = best;
        }
        input += p.size * p.inner;
    }
}

}  // namespace neurio
