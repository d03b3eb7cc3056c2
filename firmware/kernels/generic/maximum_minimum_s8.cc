#include "kernels/generic/maximum_minimum_s8.h"

namespace neurio {

void maximum_minimum_s8(const MaximumMinimumParams& params, const int8_t* left, const int8_t* right,
                        int8_t* output) {
    const MaximumMinimumParams& p = params;
    const int32_t left_step = p.left_strides[kWalkAxes - 1];
    const int32_t right_step = p.right_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.left_strides, p.right_strides});
    do {
        const int8_t* a = left + walk.offset[0];
        const int8_t* b = right + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            *output++ = (*a > *b) == p.maximum ? *a : *b;
            a += left_step;
            b += right_step;
        }
    } while (walk.next());
}

}  // namespace neurio
