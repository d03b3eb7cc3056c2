#include "kernels/generic/reduce_max_s8.h"

namespace neurio {

void reduce_max_s8(const ExtremeParams& params, const int8_t* input, int8_t* output) {
    const ExtremeParams& p = params;
    RowWalk<1> walk(p.kept_shape, {p.kept_strides});
    do {
        const int8_t* first = input + walk.offset[0];
        for (int32_t i = 0; i < p.kept_shape[kWalkAxes - 1]; ++i) {
            int8_t largest = INT8_MIN;
            visit_reduced(p, first, [&largest](int8_t element) {
                if (element > largest) largest = element;
            });
            *output++ = largest;
            first += p.kept_strides[kWalkAxes - 1];
        }
    } while (walk.next());
}

}  // namespace neurio
