#include "kernels/generic/squared_difference_s16.h"

#include "kernels/common/requantise.h"

namespace neurio {

void squared_difference_s16(const SquaredDifferenceS16Params& params, const int16_t* left,
                            const int16_t* right, int16_t* output) {
    const SquaredDifferenceS16Params& p = params;
    const int32_t left_step = p.left_strides[kWalkAxes - 1];
    const int32_t right_step = p.right_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.left_strides, p.right_strides});
    do {
        const int16_t* a = left + walk.offset[0];
        const int16_t* b = right + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            const int32_t difference = multiply_by_quantised(*a, p.left_multiplier, p.left_shift) -
                                       multiply_by_quantised(*b, p.right_multiplier, p.right_shift);
            const int32_t code =
                multiply_by_quantised(difference * difference, p.output_multiplier, p.output_shift);
            *output++ = static_cast<int16_t>(clamp(code, INT16_MIN, INT16_MAX));
            a += left_step;
            b += right_step;
        }
    } while (walk.next());
}

}  // namespace neurio
