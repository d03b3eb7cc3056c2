#include "kernels/generic/mul_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {

void mul_s8(const MulParams& params, const int8_t* left, const int8_t* right, int8_t* output) {
    const MulParams& p = params;
    const int32_t left_step = p.left_strides[kWalkAxes - 1];
    const int32_t right_step = p.right_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.left_strides, p.right_strides});
    do {
        const int8_t* a = left + walk.offset[0];
        const int8_t* b = right + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            const int32_t product = (*a + p.left_offset) * (*b + p.right_offset);
            const int32_t code =
                multiply_by_quantised(product, p.output_multiplier, p.output_shift) +
                p.output_offset;
            *output++ = static_cast<int8_t>(clamp(code, p.activation_min, p.activation_max));
            a += left_step;
            b += right_step;
        }
    } while (walk.next());
}

}  // namespace neurio
