// Element-wise maximum or minimum of the codes of two tensors, either repeated along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct MaximumMinimumParams {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    bool maximum;  // false: minimum
};

template <typename T>
inline void maximum_minimum(const MaximumMinimumParams& params, const T* left, const T* right,
                            T* output) {
    const MaximumMinimumParams& p = params;
    const int32_t left_step = p.left_strides[kWalkAxes - 1];
    const int32_t right_step = p.right_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.left_strides, p.right_strides});
    do {
        const T* a = left + walk.offset[0];
        const T* b = right + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            *output++ = (*a > *b) == p.maximum ? *a : *b;
            a += left_step;
            b += right_step;
        }
    } while (walk.next());
}

}  // namespace neurio
