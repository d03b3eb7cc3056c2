#include "kernels/generic/logistic_s16.h"

namespace neurio {

void logistic_s16(const LogisticS16Params& params, const int16_t* input, int16_t* output) {
    const LogisticS16Params p = params;
    const int32_t half = p.shift > 0 ? 1 << (p.shift - 1) : 0;
    for (int32_t i = 0; i < p.elements; ++i) {
        const int32_t x = (input[i] * p.multiplier + half) >> p.shift;
        const uint32_t magnitude = static_cast<uint32_t>(x < 0 ? -x : x);
        const uint32_t step = magnitude >> 9;
        uint32_t value = uint32_t{0x7FFF} << 10;  // Q0.25
        if (step < 255) {
            const uint32_t below = p.table[step];
            value = (below << 9) + (magnitude & 0x1FF) * (p.table[step + 1] - below);
        }
        value = x >= 0 ? value + (1 << 9) : (uint32_t{1} << 25) - value + (1 << 9) - 1;
        output[i] = static_cast<int16_t>(value >> 10);
    }
}

}  // namespace neurio
