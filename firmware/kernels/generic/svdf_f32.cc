#include "kernels/generic/svdf_f32.h"

#include <string.h>

#include "kernels/common/float_products.h"

namespace neurio {
namespace {

float dot_product(const float* weights, const float* values, int32_t count) {
    float sum = 0.0f;
    for (int32_t i = 0; i < count; ++i) sum += weights[i] * values[i];
    return sum;
}

}  // namespace

void svdf_f32(const SvdfF32Params& params, const float* input, float* state, float* output) {
    const SvdfF32Params& p = params;
    for (int32_t batch = 0; batch < p.batches; ++batch) {
        const float* features = p.feature_weights;
        const float* times = p.time_weights;
        for (int32_t unit = 0; unit < p.units; ++unit) {
            float sum = p.bias[unit];
            for (int32_t k = 0; k < p.rank; ++k) {
                memmove(state, state + 1, static_cast<size_t>(p.memory - 1) * sizeof(float));
                state[p.memory - 1] = dot_product(features, input, p.inputs);
                sum += dot_product(times, state, p.memory);
                features += p.inputs;
                times += p.memory;
                state += p.memory;
            }
            *output++ = clamp(sum, p.activation_min, p.activation_max);
        }
        input += p.inputs;
    }
}

}  // namespace neurio
