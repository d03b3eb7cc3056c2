#include "kernels/generic/log_softmax_f32.h"

#include "kernels/common/functions_f32.h"

namespace neurio {

void log_softmax_f32(const LogSoftmaxF32Params& params, const float* input, float* output) {
    const LogSoftmaxF32Params p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        float largest = input[0];
        for (int32_t i = 1; i < p.depth; ++i) largest = input[i] > largest ? input[i] : largest;
        float sum = 0.0f;
        for (int32_t i = 0; i < p.depth; ++i) sum += exponential(input[i] - largest);
        const float normaliser = logarithm(sum);
        for (int32_t i = 0; i < p.depth; ++i) output[i] = input[i] - largest - normaliser;
        input += p.depth;
        output += p.depth;
    }
}

}  // namespace neurio
