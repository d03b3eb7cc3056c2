#include "kernels/generic/logical.h"

namespace neurio {

void logical(const LogicalParams& params, const bool* left, const bool* right, bool* output) {
    const LogicalParams& p = params;
    const int32_t left_step = p.left_strides[kWalkAxes - 1];
    const int32_t right_step = p.right_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.left_strides, p.right_strides});
    do {
        const bool* a = left + walk.offset[0];
        const bool* b = right + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            *output++ = p.conjunction ? *a && *b : *a || *b;
            a += left_step;
            b += right_step;
        }
    } while (walk.next());
}

}  // namespace neurio
