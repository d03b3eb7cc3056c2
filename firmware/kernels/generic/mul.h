// Element-wise products for all quantised element types.
#pragma once

#include "kernels/common/requantise.h"
#include "kernels/common/walk.h"

namespace neurio {

struct MulParams {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    int32_t left_offset;  // minus the zero point
    int32_t right_offset;
    int32_t output_offset;
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t activation_min;
    int32_t activation_max;
};

template <typename T>
inline void mul(const MulParams& params, const T* left, const T* right, T* output) {
    const MulParams& p = params;
    const int32_t left_step = p.left_strides[kWalkAxes - 1];
    const int32_t right_step = p.right_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.left_strides, p.right_strides});
    do {
        const T* a = left + walk.offset[0];
        const T* b = right + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            const int32_t product = (*a + p.left_offset) * (*b + p.right_offset);
            const int32_t scaled =
                multiply_by_quantised(product, p.output_multiplier, p.output_shift);
            const int32_t code = add_offset(scaled, p.output_offset);
            *output++ = static_cast<T>(clamp(code, p.activation_min, p.activation_max));
            a += left_step;
            b += right_step;
        }
    } while (walk.next());
}

}  // namespace neurio
