#include "kernels/generic/sum_f32.h"

namespace neurio {

void sum_f32(const SumF32Params& params, const float* input, float* output) {
    const SumF32Params& p = params;
    for_each_kept(p, input, [&p, &output](const float* first) {
        float total = 0.0f;
        visit_reduced(p, first, [&total](float element) { total += element; });
        *output++ = total / p.divisor;
    });
}

}  // namespace neurio
