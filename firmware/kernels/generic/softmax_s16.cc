#include "kernels/generic/softmax_s16.h"

#include "kernels/common/requantise.h"

namespace neurio {
namespace {

// A table of 512 steps over all int16, interpolated; the 513th value closes the last step.
int32_t interpolated(const int16_t* table, int32_t value) {
    const int32_t index = 256 + (value >> 7);
    const int32_t base = table[index];
    return base + (((table[index + 1] - base) * (value & 0x7F) + 64) >> 7);
}

int32_t exponential(const SoftmaxS16Params& p, int32_t distance) {
    const int32_t scaled = multiply_by_quantised(distance, p.multiplier, p.shift);
    return interpolated(p.exponentials, clamp(scaled + INT16_MAX, INT16_MIN, INT16_MAX));
}

}  // namespace

void softmax_s16(const SoftmaxS16Params& params, const int16_t* input, int16_t* output) {
    const SoftmaxS16Params p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        int32_t maximum = INT16_MIN;
        for (int32_t i = 0; i < p.depth; ++i) {
            if (input[i] > maximum) maximum = input[i];
        }
        int32_t sum = 0;  // Q16.15
        for (int32_t i = 0; i < p.depth; ++i) {
            output[i] = static_cast<int16_t>(exponential(p, input[i] - maximum));
            sum += output[i];
        }
        // The sum's leading bits as 1 + x, with x spread over all int16.
        const int32_t headroom = __builtin_clz(static_cast<uint32_t>(sum));
        const int64_t leading = static_cast<int64_t>(sum) << (headroom - 1);
        const int32_t one_plus_x = static_cast<int32_t>((leading + (1 << 13)) >> 14);
        const int32_t x = clamp(one_plus_x - (1 << 15) - (1 << 16), INT16_MIN, INT16_MAX);
        const int32_t reciprocal = interpolated(p.reciprocals, x);
        const int32_t shift = 31 - headroom;
        for (int32_t i = 0; i < p.depth; ++i) {
            const int64_t product = static_cast<int64_t>(output[i]) * reciprocal;
            const int32_t code =
                static_cast<int32_t>((product + (int64_t{1} << (shift - 1))) >> shift);
            output[i] = static_cast<int16_t>(clamp(code, 0, INT16_MAX));
        }
        input += p.depth;
        output += p.depth;
    }
}

}  // namespace neurio
