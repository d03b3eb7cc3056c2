#include "kernels/generic/cumsum_f32.h"

namespace neurio {

void cumsum_f32(const CumsumF32Params& params, const float* input, float* output) {
    const CumsumF32Params& p = params;
    const int32_t step = p.reverse ? -p.inner : p.inner;
    for (int32_t i = 0; i < p.outer * p.inner; ++i) {
        int32_t at = i / p.inner * p.depth * p.inner + i % p.inner;
        at += p.reverse ? (p.depth - 1) * p.inner : 0;
        float sum = 0.0f;
        for (int32_t k = 0; k < p.depth; ++k) {
            const float before = sum;
            sum += input[at];
            output[at] = p.exclusive ? before : sum;
            at += step;
        }
    }
}

}  // namespace neurio
