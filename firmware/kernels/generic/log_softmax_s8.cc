#include "kernels/generic/log_softmax_s8.h"

#include "kernels/common/fixed_point.h"
#include "kernels/common/requantise.h"

namespace neurio {
namespace {

constexpr int32_t kInputBits = 12;       // integer bits of the sum
constexpr int32_t kResultBits = 5;       // of the logarithm
constexpr int32_t kAccumulatorBits = 6;  // one more, so that no sum on the way saturates
constexpr int32_t kOutputBits = 4;

// bits - 1/4 or bits + 1/4 as the accumulator has it.
int32_t in_accumulator(int32_t bits, int32_t quarter) {
    const int32_t whole = saturating_shift_left(bits, 31 - kAccumulatorBits);
    return saturate(static_cast<int64_t>(whole) + quarter);
}

// log(x) in Q5.26 for x >= 1 in Q12.19: a power of two times a number r near 2^(-1/4), whose
// logarithm a rational function gives.
int32_t logarithm(int32_t x) {
    constexpr int32_t kLog2 = 1488522236;  // Q0.31, as all that follow
    constexpr int32_t kFourthRootOfHalf = 1805811301;
    constexpr int32_t kRootOfHalf = 1518500250;
    constexpr int32_t kAlphaN = 117049297;                               // 11/240 2^(1/4)
    constexpr int32_t kAlphaD = 127690142;                               // 1/20 2^(1/4)
    constexpr int32_t kAlphaI = 1057819769;                              // 2 2^(-1/4) - 2^(1/4)
    constexpr int32_t kAlphaF = 638450708;                               // 1/4 2^(1/4)
    constexpr int32_t kQuarter = int32_t{1} << (29 - kAccumulatorBits);  // of the accumulator

    const int32_t zeros = count_leading_zeros(static_cast<uint32_t>(x));
    const int32_t raised = saturating_shift_left(x, zeros - 1);
    const int32_t above = saturating_shift_left(doubling_high_multiply(raised, kRootOfHalf), 1);
    const int32_t power_above = in_accumulator(kInputBits - zeros, kQuarter);

    const int32_t smaller = doubling_high_multiply(x, kRootOfHalf);
    const int32_t headroom = count_leading_zeros(static_cast<uint32_t>(smaller)) - 1;
    const int32_t below = saturating_shift_left(x, headroom);
    const int32_t power_below = in_accumulator(kInputBits - headroom, -kQuarter);

    const int32_t r = above < below ? above : below;
    const int32_t power = power_above > power_below ? power_above : power_below;
    const int32_t p = rounding_half_sum(r, kFourthRootOfHalf);
    const int32_t q = 2 * (r - kFourthRootOfHalf);
    const int32_t square = doubling_high_multiply(q, q);
    const int32_t numerator = doubling_high_multiply(q, r) +
                              doubling_high_multiply(doubling_high_multiply(q, square), kAlphaN);
    const int32_t denominator =
        doubling_high_multiply(p, kAlphaI + q + doubling_high_multiply(kAlphaD, square)) +
        doubling_high_multiply(kAlphaF, q);
    const int32_t fraction = doubling_high_multiply(
        rounding_divide_by_power(numerator, kAccumulatorBits), one_over_one_plus(denominator));
    const int32_t sum = doubling_high_multiply(power, kLog2) + fraction;
    return saturating_shift_left(sum, kAccumulatorBits - kResultBits);
}

}  // namespace

void log_softmax_s8(const LogSoftmaxParams& params, const int8_t* input, int8_t* output) {
    const LogSoftmaxParams& p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        int32_t maximum = INT8_MIN;
        for (int32_t i = 0; i < p.depth; ++i) {
            if (input[i] > maximum) maximum = input[i];
        }
        int32_t sum = 0;
        for (int32_t i = 0; i < p.depth; ++i) sum += p.exponentials[maximum - input[i]];
        const int32_t log_sum = logarithm(sum);
        const int32_t representable =
            multiply_by_quantised(log_sum + INT32_MIN, p.reverse_multiplier, p.reverse_shift);
        const int32_t smallest =
            representable > p.smallest_difference ? representable : p.smallest_difference;
        for (int32_t i = 0; i < p.depth; ++i) {
            const int32_t distance = maximum - input[i];
            const int32_t result = rounding_divide_by_power(p.differences[distance] - log_sum,
                                                            31 - kResultBits - kOutputBits) +
                                   INT8_MAX;
            output[i] = static_cast<int8_t>(-distance > smallest ? clamp(result, INT8_MIN, INT8_MAX)
                                                                 : INT8_MIN);
        }
        input += p.depth;
        output += p.depth;
    }
}

}  // namespace neurio
