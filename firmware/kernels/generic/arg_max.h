// Positions of extreme elements, for all element types.
#pragma once

#include <stdint.h>

namespace neurio {

struct ArgMaxParams {
    int32_t outer;  // elements of all axes before
    int32_t size;   // of the axis
    int32_t inner;  // elements of all axes behind
    int32_t sign;   // 1: the largest; -1: the smallest
};

template <typename T>
inline void arg_max(const ArgMaxParams& params, const T* input, int32_t* output) {
    const ArgMaxParams p = params;
    for (int32_t outer = 0; outer < p.outer; ++outer) {
        for (int32_t inner = 0; inner < p.inner; ++inner) {
            int32_t best = 0;
            for (int32_t i = 1; i < p.size; ++i) {
                const T element = input[i * p.inner + inner];
                const T most = input[best * p.inner + inner];
                if (p.sign > 0 ? element > most : element < most) best = i;
            }
            *output++ = best;
        }
        input += p.size * p.inner;
    }
}

}  // namespace neurio
