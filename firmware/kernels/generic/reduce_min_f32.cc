#include "kernels/generic/reduce_min_f32.h"

namespace neurio {

void reduce_min_f32(const ExtremeParams& params, const float* input, float* output) {
    const ExtremeParams& p = params;
    for_each_kept(p, input, [&p, &output](const float* first) {
        float smallest = *first;
        visit_reduced(p, first, [&smallest](float element) {
            if (element < smallest) smallest = element;
        });
        *output++ = smallest;
    });
}

}  // namespace neurio
