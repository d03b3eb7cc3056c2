#include "kernels/generic/prelu_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {

void prelu_s8(const PreluParams& params, const int8_t* input, const int8_t* slope, int8_t* output) {
    const PreluParams& p = params;
    const int32_t input_step = p.input_strides[kWalkAxes - 1];
    const int32_t slope_step = p.slope_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.input_strides, p.slope_strides});
    do {
        const int8_t* a = input + walk.offset[0];
        const int8_t* b = slope + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            const int32_t value = *a + p.input_offset;
            const int32_t scaled =
                value >= 0 ? multiply_by_quantised(value, p.positive_multiplier, p.positive_shift)
                           : multiply_by_quantised(value * (*b + p.slope_offset),
                                                   p.negative_multiplier, p.negative_shift);
            *output++ =
                static_cast<int8_t>(clamp(add_offset(scaled, p.output_offset), INT8_MIN, INT8_MAX));
            a += input_step;
            b += slope_step;
        }
    } while (walk.next());
}

}  // namespace neurio
