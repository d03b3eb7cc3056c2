#include "kernels/generic/softmax_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {
namespace {

// Integer bits of the sum of exponentials: up to 4,096 elements.
constexpr int32_t kSumIntegerBits = 12;

int32_t count_leading_zeros(uint32_t x) { return x == 0 ? 32 : __builtin_clz(x); }

// round((a + b) / 2), ties away from zero.
int32_t rounding_half_sum(int32_t a, int32_t b) {
    const int64_t sum = static_cast<int64_t>(a) + b;
    return static_cast<int32_t>((sum + (sum >= 0 ? 1 : -1)) / 2);
}

// x * 2^exponent, saturated.
int32_t saturating_shift_left(int32_t x, int32_t exponent) {
    const int64_t wide = x * (int64_t{1} << exponent);
    if (wide > INT32_MAX) return INT32_MAX;
    if (wide < INT32_MIN) return INT32_MIN;
    return static_cast<int32_t>(wide);
}

// 1 / (1 + x) in Q0.31 for x in [0, 1) in Q0.31: three Newton-Raphson steps in Q2.29.
int32_t one_over_one_plus(int32_t x) {
    constexpr int32_t kOne = INT32_MAX;              // Q0.31
    constexpr int32_t k48Over17 = 1515870810;        // Q2.29
    constexpr int32_t kMinus32Over17 = -1010580540;  // Q2.29
    constexpr int32_t kOneInQ2 = int32_t{1} << 29;   // Q2.29
    const int32_t half_denominator = rounding_half_sum(x, kOne);
    int32_t estimate = k48Over17 + doubling_high_multiply(half_denominator, kMinus32Over17);
    for (int step = 0; step < 3; ++step) {
        const int32_t product = doubling_high_multiply(half_denominator, estimate);
        const int32_t error = kOneInQ2 - product;
        estimate += saturating_shift_left(doubling_high_multiply(estimate, error), 2);
    }
    return saturating_shift_left(estimate, 1);
}

}  // namespace

void softmax_s8(const SoftmaxParams& params, const int8_t* input, int8_t* output) {
    const SoftmaxParams p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        int32_t maximum = INT8_MIN;
        for (int32_t i = 0; i < p.depth; ++i) {
            if (input[i] > maximum) maximum = input[i];
        }
        int32_t sum = 0;
        for (int32_t i = 0; i < p.depth; ++i) {
            sum += rounding_divide_by_power(p.exponentials[maximum - input[i]], kSumIntegerBits);
        }
        const int32_t headroom = count_leading_zeros(static_cast<uint32_t>(sum));
        const int32_t fraction =
            static_cast<int32_t>((static_cast<uint32_t>(sum) << headroom) - (uint32_t{1} << 31));
        const int32_t reciprocal = one_over_one_plus(fraction);
        const int32_t exponent = kSumIntegerBits - headroom + 31 - 8;
        for (int32_t i = 0; i < p.depth; ++i) {
            const int32_t probability =
                doubling_high_multiply(p.exponentials[maximum - input[i]], reciprocal);
            const int32_t code = rounding_divide_by_power(probability, exponent) + INT8_MIN;
            output[i] = static_cast<int8_t>(clamp(code, INT8_MIN, INT8_MAX));
        }
        input += p.depth;
        output += p.depth;
    }
}

}  // namespace neurio
