#include "kernels/generic/l2_normalization_s8.h"

#include "kernels/common/fixed_point.h"
#include "kernels/common/requantise.h"

namespace neurio {
namespace {

constexpr int32_t kOutputBits = 7;  // of fraction

}  // namespace

void l2_normalization_s8(const L2NormalizationParams& params, const int8_t* input, int8_t* output) {
    const L2NormalizationParams& p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        int32_t sum = 0;
        for (int32_t i = 0; i < p.depth; ++i) {
            const int32_t value = input[i] + p.input_offset;
            sum += value * value;
        }
        const Factor inverse = inverse_square_root(sum);
        for (int32_t i = 0; i < p.depth; ++i) {
            const int32_t code = multiply_by_quantised(input[i] + p.input_offset, inverse.value,
                                                       inverse.shift + kOutputBits);
            output[i] = static_cast<int8_t>(clamp(code, INT8_MIN, INT8_MAX));
        }
        input += p.depth;
        output += p.depth;
    }
}

}  // namespace neurio
