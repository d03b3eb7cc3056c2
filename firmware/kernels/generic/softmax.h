// Softmax of int8, for all output types.
#pragma once

#include "kernels/common/fixed_point.h"
#include "kernels/common/requantise.h"
#include "kernels/generic/softmax_s8.h"

namespace neurio {

// Integer bits of the sum of exponentials: up to 4,096 elements.
constexpr int32_t kSoftmaxSumBits = 12;

template <typename T>
inline void softmax(const SoftmaxParams& params, const int8_t* input, T* output) {
    constexpr int32_t kBits = 8 * sizeof(T);
    constexpr int32_t kLowest = -(1 << (kBits - 1));
    const SoftmaxParams p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        int32_t maximum = INT8_MIN;
        for (int32_t i = 0; i < p.depth; ++i) {
            if (input[i] > maximum) maximum = input[i];
        }
        int32_t sum = 0;
        for (int32_t i = 0; i < p.depth; ++i) {
            sum += rounding_divide_by_power(p.exponentials[maximum - input[i]], kSoftmaxSumBits);
        }
        const int32_t headroom = count_leading_zeros(static_cast<uint32_t>(sum));
        const int32_t fraction =
            static_cast<int32_t>((static_cast<uint32_t>(sum) << headroom) - (uint32_t{1} << 31));
        const int32_t reciprocal = one_over_one_plus(fraction);
        const int32_t exponent = kSoftmaxSumBits - headroom + 31 - kBits;
        for (int32_t i = 0; i < p.depth; ++i) {
            const int32_t probability =
                doubling_high_multiply(p.exponentials[maximum - input[i]], reciprocal);
            const int32_t code = rounding_divide_by_power(probability, exponent) + kLowest;
            output[i] = static_cast<T>(clamp(code, kLowest, -1 - kLowest));
        }
        input += p.depth;
        output += p.depth;
    }
}

}  // namespace neurio
