#include "kernels/generic/sum_s8.h"

#include "kernels/common/requantise.h"
#include "kernels/generic/reduction.h"

namespace neurio {

void sum_s8(const SumParams& params, const int8_t* input, int8_t* output) {
    const SumParams& p = params;
    RowWalk<1> walk(p.kept_shape, {p.kept_strides});
    do {
        const int8_t* first = input + walk.offset[0];
        for (int32_t i = 0; i < p.kept_shape[kWalkAxes - 1]; ++i) {
            int32_t sum = 0;
            visit_reduced(p, first, [&sum](int8_t element) { sum += element; });
            const int32_t code =
                multiply_by_quantised(sum + p.input_offset, p.output_multiplier, p.output_shift) +
                p.output_offset;
            *output++ = static_cast<int8_t>(clamp(code, INT8_MIN, INT8_MAX));
            first += p.kept_strides[kWalkAxes - 1];
        }
    } while (walk.next());
}

}  // namespace neurio
