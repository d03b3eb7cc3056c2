#include "kernels/generic/l2_normalization_f32.h"

#include "kernels/common/functions_f32.h"

namespace neurio {

// The shortest length that is divided by, as in TFLite Micro.
constexpr float kShortest = 1e-6f;

void l2_normalization_f32(const L2NormalizationF32Params& params, const float* input,
                          float* output) {
    const L2NormalizationF32Params p = params;
    for (int32_t row = 0; row < p.rows; ++row) {
        float sum = 0.0f;
        for (int32_t i = 0; i < p.depth; ++i) sum += input[i] * input[i];
        const float root = square_root(sum);
        const float length = root > kShortest ? root : kShortest;
        for (int32_t i = 0; i < p.depth; ++i) output[i] = input[i] / length;
        input += p.depth;
        output += p.depth;
    }
}

}  // namespace neurio
