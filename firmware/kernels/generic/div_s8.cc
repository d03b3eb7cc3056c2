#include "kernels/generic/div_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {
namespace {

constexpr int32_t kBits = 31;

// round(x / 2^exponent). Beyond 31, where scales are far apart, what the host's TFLite Micro gives.
int32_t divide_by_power(int32_t x, int32_t exponent) {
    if (exponent >= 0 && exponent <= kBits) return rounding_divide_by_power(x, exponent);
    return (x >> (exponent & kBits)) + (x > (x >= 0 ? -1 : 0) ? 1 : 0);
}

int8_t quotient(const DivParams& p, int8_t left, int8_t right) {
    const bool negative = right + p.right_offset < 0;
    const int32_t dividend = (left + p.left_offset) * (negative ? -1 : 1);
    const int32_t spare = dividend == 0 ? kBits : __builtin_clrsb(dividend);
    const int32_t widened = static_cast<int32_t>(static_cast<uint32_t>(dividend) << spare);
    const int32_t unscaled = doubling_high_multiply(widened, p.reciprocals[right + 128]);
    const int32_t scaled = doubling_high_multiply(unscaled, p.output_multiplier);
    const int32_t exponent = spare + p.digits[right + 128] - p.output_shift;
    const int32_t code = add_offset(divide_by_power(scaled, exponent), p.output_offset);
    return static_cast<int8_t>(clamp(code, p.activation_min, p.activation_max));
}

}  // namespace

void div_s8(const DivParams& params, const int8_t* left, const int8_t* right, int8_t* output) {
    const DivParams& p = params;
    const int32_t left_step = p.left_strides[kWalkAxes - 1];
    const int32_t right_step = p.right_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.left_strides, p.right_strides});
    do {
        const int8_t* a = left + walk.offset[0];
        const int8_t* b = right + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            *output++ = quotient(p, *a, *b);
            a += left_step;
            b += right_step;
        }
    } while (walk.next());
}

}  // namespace neurio
