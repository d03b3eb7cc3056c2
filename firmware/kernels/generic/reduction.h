// What reductions share: a visit to all elements that become one.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

// Where the elements are that a maximum or minimum is taken of.
struct ExtremeParams {
    int32_t kept_shape[kWalkAxes];  // of the output
    int32_t kept_strides[kWalkAxes];
    int32_t reduced_shape[kWalkAxes];  // of the elements that become one
    int32_t reduced_strides[kWalkAxes];
};

// Calls `visit` with every element that is reduced into the result that begins at `first`.
template <typename Params, typename T, typename Visitor>
inline void visit_reduced(const Params& p, const T* first, Visitor&& visit) {
    RowWalk<1> walk(p.reduced_shape, {p.reduced_strides});
    do {
        const T* element = first + walk.offset[0];
        for (int32_t i = 0; i < p.reduced_shape[kWalkAxes - 1]; ++i) {
            visit(*element);
            element += p.reduced_strides[kWalkAxes - 1];
        }
    } while (walk.next());
}

// Calls `visit` with where the elements of each result begin, in the order of the results.
template <typename Params, typename T, typename Visitor>
inline void for_each_kept(const Params& p, const T* input, Visitor&& visit) {
    RowWalk<1> walk(p.kept_shape, {p.kept_strides});
    do {
        const T* first = input + walk.offset[0];
        for (int32_t i = 0; i < p.kept_shape[kWalkAxes - 1]; ++i) {
            visit(first);
            first += p.kept_strides[kWalkAxes - 1];
        }
    } while (walk.next());
}

}  // namespace neurio
