#include "kernels/generic/reduce_max_f32.h"

namespace neurio {

void reduce_max_f32(const ExtremeParams& params, const float* input, float* output) {
    const ExtremeParams& p = params;
    for_each_kept(p, input, [&p, &output](const float* first) {
        float largest = *first;
        visit_reduced(p, first, [&largest](float element) {
            if (element > largest) largest = element;
        });
        *output++ = largest;
    });
}

}  // namespace neurio
