#include "kernels/generic/reduce_all.h"

namespace neurio {

void reduce_all(const ExtremeParams& params, const bool* input, bool* output) {
    const ExtremeParams& p = params;
    RowWalk<1> walk(p.kept_shape, {p.kept_strides});
    do {
        const bool* first = input + walk.offset[0];
        for (int32_t i = 0; i < p.kept_shape[kWalkAxes - 1]; ++i) {
            bool all = true;
            visit_reduced(p, first, [&all](bool element) { all = all && element; });
            *output++ = all;
            first += p.kept_strides[kWalkAxes - 1];
        }
    } while (walk.next());
}

}  // namespace neurio
