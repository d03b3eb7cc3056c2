// Comparisons of two tensors, broadcast, for all element types.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

enum class Comparison : uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

// Quantised codes are looked up as numbers of a common scale; other types have no tables.
struct CompareParams {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    Comparison comparison;
    const int32_t* scaled_left;  // [256], by code + 128
    const int32_t* scaled_right;
};

template <typename N>
inline bool holds(Comparison comparison, N left, N right) {
    switch (comparison) {
        case Comparison::kEqual:
            return left == right;
        case Comparison::kNotEqual:
            return left != right;
        case Comparison::kLess:
            return left < right;
        case Comparison::kLessEqual:
            return left <= right;
        case Comparison::kGreater:
            return left > right;
        default:
            return left >= right;
    }
}

// `number` is what an element counts as: number(scaled, element).
template <typename T, typename Number>
inline void compare(const CompareParams& params, const T* left, const T* right, bool* output,
                    Number number) {
    const CompareParams& p = params;
    const int32_t left_step = p.left_strides[kWalkAxes - 1];
    const int32_t right_step = p.right_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.left_strides, p.right_strides});
    do {
        const T* a = left + walk.offset[0];
        const T* b = right + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            *output++ = holds(p.comparison, number(p.scaled_left, *a), number(p.scaled_right, *b));
            a += left_step;
            b += right_step;
        }
    } while (walk.next());
}

}  // namespace neurio
