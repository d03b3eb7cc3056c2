#include "kernels/generic/squared_difference_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {

void squared_difference_s8(const SquaredDifferenceParams& params, const int8_t* left,
                           const int8_t* right, int8_t* output) {
    const SquaredDifferenceParams& p = params;
    const int32_t left_step = p.left_strides[kWalkAxes - 1];
    const int32_t right_step = p.right_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.left_strides, p.right_strides});
    do {
        const int8_t* a = left + walk.offset[0];
        const int8_t* b = right + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            const int32_t difference = p.scaled_left[*a + 128] - p.scaled_right[*b + 128];
            const int32_t scaled =
                multiply_by_quantised(difference * difference, p.output_multiplier, p.output_shift);
            *output++ =
                static_cast<int8_t>(clamp(add_offset(scaled, p.output_offset), INT8_MIN, INT8_MAX));
            a += left_step;
            b += right_step;
        }
    } while (walk.next());
}

}  // namespace neurio
