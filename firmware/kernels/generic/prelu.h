// Parametric ReLU: negative inputs times a slope that may be repeated along axes.
#pragma once

#include <stdint.h>

#include "kernels/common/requantise.h"
#include "kernels/common/walk.h"

namespace neurio {

struct PreluParams {
    int32_t shape[kWalkAxes];  // of the output
    int32_t input_strides[kWalkAxes];
    int32_t slope_strides[kWalkAxes];
    int32_t input_offset;  // minus the zero point
    int32_t slope_offset;
    int32_t output_offset;
    int32_t positive_multiplier;
    int32_t positive_shift;
    int32_t negative_multiplier;
    int32_t negative_shift;
};

// Slopes are int8; `T` is the type of inputs and outputs, whose codes lie in [low, high].
template <typename T>
inline void prelu(const PreluParams& params, const T* input, const int8_t* slope, T* output,
                  int32_t low, int32_t high) {
    const PreluParams& p = params;
    const int32_t input_step = p.input_strides[kWalkAxes - 1];
    const int32_t slope_step = p.slope_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.input_strides, p.slope_strides});
    do {
        const T* a = input + walk.offset[0];
        const int8_t* b = slope + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            const int32_t value = *a + p.input_offset;
            const int32_t scaled =
                value >= 0 ? multiply_by_quantised(value, p.positive_multiplier, p.positive_shift)
                           : multiply_by_quantised(value * (*b + p.slope_offset),
                                                   p.negative_multiplier, p.negative_shift);
            *output++ = static_cast<T>(clamp(add_offset(scaled, p.output_offset), low, high));
            a += input_step;
            b += slope_step;
        }
    } while (walk.next());
}

}  // namespace neurio
