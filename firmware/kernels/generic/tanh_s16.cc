#include "kernels/generic/tanh_s16.h"

namespace neurio {

void tanh_s16(const LogisticS16Params& params, const int16_t* input, int16_t* output) {
    const LogisticS16Params p = params;
    const int32_t half = p.shift > 0 ? 1 << (p.shift - 1) : 0;
    for (int32_t i = 0; i < p.elements; ++i) {
        const int32_t x = (input[i] * p.multiplier + half) >> p.shift;
        const uint32_t magnitude = static_cast<uint32_t>(x < 0 ? -x : x);
        // tanh(x) = 2 * logistic(2 * x) - 1: twice the steps of the logistic.
        const uint32_t step = magnitude >> 8;
        int32_t value = 0xFFFF << 8;  // Q0.24 of the logistic
        if (step < 255) {
            const int32_t below = p.table[step];
            const int32_t rest = static_cast<int32_t>(magnitude & 0xFF);
            value = (below << 8) + rest * (p.table[step + 1] - below);
        }
        value -= 1 << 23;
        value = x >= 0 ? value + (1 << 7) : -value + (1 << 7) - 1;
        output[i] = static_cast<int16_t>(value >> 8);
    }
}

}  // namespace neurio
