// Sums or means along axes.
#pragma once

#include "kernels/common/requantise.h"
#include "kernels/generic/reduction.h"

namespace neurio {

struct SumParams {
    int32_t kept_shape[kWalkAxes];  // of the output
    int32_t kept_strides[kWalkAxes];
    int32_t reduced_shape[kWalkAxes];  // of the elements that become one
    int32_t reduced_strides[kWalkAxes];
    int32_t input_offset;  // minus the input's zero point, times the number of elements
    int32_t output_offset;
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t smallest;  // codes of the element type
    int32_t largest;
};

template <typename T>
inline void sum(const SumParams& params, const T* input, T* output) {
    const SumParams& p = params;
    RowWalk<1> walk(p.kept_shape, {p.kept_strides});
    do {
        const T* first = input + walk.offset[0];
        for (int32_t i = 0; i < p.kept_shape[kWalkAxes - 1]; ++i) {
            int32_t total = 0;
            visit_reduced(p, first, [&total](T element) { total += element; });
            const int32_t scaled =
                multiply_by_quantised(total + p.input_offset, p.output_multiplier, p.output_shift);
            const int32_t code = add_offset(scaled, p.output_offset);
            *output++ = static_cast<T>(clamp(code, p.smallest, p.largest));
            first += p.kept_strides[kWalkAxes - 1];
        }
    } while (walk.next());
}

}  // namespace neurio
