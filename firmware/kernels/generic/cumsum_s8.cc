#include "kernels/generic/cumsum_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {

void cumsum_s8(const CumsumParams& params, const int8_t* input, int8_t* output) {
    const CumsumParams& p = params;
    const int32_t step = p.reverse ? -p.inner : p.inner;
    for (int32_t i = 0; i < p.outer * p.inner; ++i) {
        int32_t at = i / p.inner * p.depth * p.inner + i % p.inner;
        at += p.reverse ? (p.depth - 1) * p.inner : 0;
        int32_t sum = p.start;
        for (int32_t k = 0; k < p.depth; ++k) {
            const int32_t before = sum;
            sum = add_offset(sum, p.scaled[input[at] + 128]);
            const int32_t product = multiply_by_quantised(p.exclusive ? before : sum,
                                                          p.output_multiplier, p.output_shift);
            const int32_t code = add_offset(product, p.output_offset);
            output[at] = static_cast<int8_t>(clamp(code, INT8_MIN, INT8_MAX));
            at += step;
        }
    }
}

}  // namespace neurio
