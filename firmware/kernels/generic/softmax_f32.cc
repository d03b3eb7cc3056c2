#include "kernels/generic/softmax_f32.h"

#include "kernels/common/functions_f32.h"

namespace neurio {

void softmax_f32(const SoftmaxF32Params& params, const float* input, float* output) {
    const SoftmaxF32Params p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        float largest = input[0];
        for (int32_t i = 1; i < p.depth; ++i) largest = input[i] > largest ? input[i] : largest;
        float sum = 0.0f;
        for (int32_t i = 0; i < p.depth; ++i) {
            output[i] = exponential((input[i] - largest) * p.beta);
            sum += output[i];
        }
        for (int32_t i = 0; i < p.depth; ++i) output[i] /= sum;
        input += p.depth;
        output += p.depth;
    }
}

}  // namespace neurio
